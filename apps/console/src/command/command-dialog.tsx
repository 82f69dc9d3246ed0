import type { ReactNode } from 'react';
import { Unreachable } from '../api/problem.js';
import { Dialog } from '../ui/dialog.js';
import { Fault, Notice } from '../ui/notice.js';

interface CommandDialogProps {
  readonly title: ReactNode;
  /** The button that sends it, and names what it does: "Capture 95.00 SEK". */
  readonly verb: string;
  /** The effect of the command, in one sentence with the amount. */
  readonly confirmation: ReactNode;
  readonly isDangerous?: boolean;
  /** True while a field that is needed is empty. */
  readonly isIncomplete?: boolean;
  readonly isSending: boolean;
  readonly error: Error | null;
  /** The outcome of the command, once the read model has it. */
  readonly outcome?: ReactNode;
  readonly onSend: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** A command with its confirmation and its outcome. */
export const CommandDialog = (props: CommandDialogProps) => {
  const { title, confirmation, isSending, error, outcome, onClose, children } = props;
  const isDone = outcome !== undefined;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      isBusy={isSending}
      foot={<Buttons {...props} isDone={isDone} />}
    >
      {isDone ? (
        <Notice tone="good" title="Accepted">
          {outcome}
        </Notice>
      ) : (
        <>
          {children}
          <p className="confirmation">{confirmation}</p>
        </>
      )}
      {error !== null && <Fault error={error} title="Not accepted" />}
      {error instanceof Unreachable && (
        <p className="soft">
          Try again here: it is sent under the same idempotency key, so it takes effect once at
          most. A new dialogue has another key. Before you open one, look whether this one took
          effect.
        </p>
      )}
    </Dialog>
  );
};

const Buttons = ({
  verb,
  isDangerous = false,
  isIncomplete = false,
  isSending,
  isDone,
  error,
  onSend,
  onClose,
}: CommandDialogProps & { isDone: boolean }) =>
  isDone ? (
    <button className="button primary" type="button" onClick={onClose}>
      Done
    </button>
  ) : (
    <>
      <button className="button" type="button" disabled={isSending} onClick={onClose}>
        Leave it
      </button>
      <button
        className={`button primary ${isDangerous ? 'danger' : ''}`}
        type="button"
        disabled={isSending || isIncomplete}
        onClick={onSend}
      >
        {isSending ? 'Waiting for the outcome…' : error === null ? verb : `Try again: ${verb}`}
      </button>
    </>
  );

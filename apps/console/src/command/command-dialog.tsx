import type { ReactNode } from 'react';
import { leavesOpen } from '../api/problem.js';
import { Button } from '../ui/button.js';
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
  /** True if the command has an idempotency key: all attempts of this dialogue have one effect. */
  readonly isKeyed?: boolean;
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
  const { title, confirmation, isKeyed = false, isSending, error } = props;
  const { outcome, onClose, children } = props;
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
      {error !== null && <Failed error={error} isKeyed={isKeyed} />}
    </Dialog>
  );
};

/** A refusal, or a failure after which nobody here knows whether the command took effect. */
const Failed = ({ error, isKeyed }: { error: Error; isKeyed: boolean }) => {
  if (!leavesOpen(error)) return <Fault error={error} title="Not accepted" />;
  return (
    <>
      <Fault error={error} title="Not known whether it was accepted" />
      <p className="soft">
        {isKeyed
          ? 'Try again here: it is sent under the same idempotency key, so it takes effect once at most. A new dialogue has another key. Before you open one, look whether this one took effect.'
          : 'Look whether it took effect before you try again.'}
      </p>
    </>
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
    <button className="button primary" type="button" autoFocus onClick={onClose}>
      Done
    </button>
  ) : (
    <>
      <Button isOff={isSending} onPress={onClose}>
        Leave it
      </Button>
      <Button
        look={isDangerous ? 'primary danger' : 'primary'}
        isOff={isSending || isIncomplete}
        onPress={onSend}
      >
        {isSending ? 'Waiting for the outcome…' : error === null ? verb : `Try again: ${verb}`}
      </Button>
    </>
  );

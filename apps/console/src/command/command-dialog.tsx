import type { ReactNode } from 'react';
import { leavesOpen } from '../api/problem.js';
import { Button } from '../ui/buttons.js';
import { Dialog } from '../ui/dialog.js';
import { Fault, Notice } from '../ui/notice.js';

interface CommandDialogProps {
  readonly title: ReactNode;
  /** The text of the button that sends the command, such as "Capture 95.00 SEK". */
  readonly verb: string;
  /** The effect of the command, in one sentence with the amount. */
  readonly confirmation: ReactNode;
  readonly isDangerous?: boolean;
  /** True while a required field is empty, so the command cannot be sent yet. */
  readonly isIncomplete?: boolean;
  /**
   * True if the command has an idempotency key. Repeated attempts in this dialogue then take effect
   * once, so the user can safely try again.
   */
  readonly isKeyed?: boolean;
  readonly isSending: boolean;
  readonly error: Error | null;
  /** Says what the command has done. Absent until the command was accepted. */
  readonly outcome?: ReactNode;
  readonly onSend: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks for the confirmation of a command, sends it and shows its outcome. */
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

/** Shows a refusal, or a failure that leaves open whether the command took effect. */
const Failed = ({ error, isKeyed }: { error: Error; isKeyed: boolean }) => {
  if (!leavesOpen(error)) return <Fault error={error} title="Not accepted" />;
  return (
    <>
      <Fault error={error} title="Not known whether it was accepted" />
      <p className="soft">
        {isKeyed
          ? 'Try again in this dialogue: the request is sent with the same idempotency key, so it takes effect once at most. A new dialogue has another key: before you open one, check whether this request took effect.'
          : 'Check whether the request took effect before you try again.'}
      </p>
    </>
  );
};

/** Shown for an accepted command when the read model has not caught up with it in time. */
export const NotShownYet = () => (
  <p>
    The command is recorded in the log, but this page cannot show it yet: do not send it again, but
    look again in a moment.
  </p>
);

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

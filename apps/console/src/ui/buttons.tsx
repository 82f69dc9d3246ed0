import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { download, type Download } from '../api/download.js';
import { Dialog } from './dialog.js';
import { Fault } from './notice.js';

interface ButtonProps {
  /** CSS classes for the look of the button: `primary`, `danger`. */
  readonly look?: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/**
 * A button that keeps the keyboard focus while it is switched off. A `disabled` button would lose
 * the focus, so after each press of `Next` a keyboard user would start again at the top of the
 * page.
 */
export const Button = ({ look = '', isOff = false, onPress, children }: ButtonProps) => (
  <button
    className={`button ${look}`.trim()}
    type="button"
    aria-disabled={isOff}
    onClick={() => {
      if (!isOff) onPress();
    }}
  >
    {children}
  </button>
);

interface ConfirmButtonProps {
  readonly name: string;
  /**
   * The text of the dialogue that asks for confirmation. Says in one sentence what the button does.
   */
  readonly question: string;
  readonly act: () => Promise<unknown>;
  /**
   * The beginning of the query keys of all data that the step changes. This data is read again
   * afterwards.
   */
  readonly changes: readonly unknown[];
}

/** A button for a step that cannot be undone, so a dialogue asks for confirmation first. */
export const ConfirmButton = ({ name, question, act, changes }: ConfirmButtonProps) => {
  const [isOpen, setIsOpen] = useState(false);
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      setIsOpen(false);
      await queries.invalidateQueries({ queryKey: changes });
    },
  });
  return (
    <>
      <button className="button" type="button" onClick={() => setIsOpen(true)}>
        {name}…
      </button>
      {isOpen && (
        <Dialog
          title={name}
          onClose={() => setIsOpen(false)}
          foot={
            <>
              <button className="button" type="button" onClick={() => setIsOpen(false)}>
                Leave it
              </button>
              <button
                className="button primary danger"
                type="button"
                disabled={isPending}
                onClick={() => mutate()}
              >
                {name}
              </button>
            </>
          }
        >
          <p>{question}</p>
          {error !== null && <Fault error={error} />}
        </Dialog>
      )}
    </>
  );
};

interface DownloadButtonProps extends Download {
  readonly children: ReactNode;
}

/**
 * Downloads an answer of the API as a file. If the download fails, the button offers to try again.
 */
export const DownloadButton = ({ children, ...wanted }: DownloadButtonProps) => {
  const { mutate, isPending, error } = useMutation({ mutationFn: () => download(wanted) });
  return (
    <button
      className={`button ${error === null ? '' : 'danger'}`}
      type="button"
      disabled={isPending}
      title={error?.message}
      onClick={() => mutate()}
    >
      {children}
      {error !== null && ': failed, try again'}
    </button>
  );
};

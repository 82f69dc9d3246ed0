import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { download, type Download } from '../api/download.js';
import { Dialog } from './dialog.js';
import { Fault } from './notice.js';

interface ButtonProps {
  /** More classes of the button: `primary`, `danger`. */
  readonly look?: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/**
 * A button that keeps the focus while it cannot be pressed. A disabled button would lose it: after
 * each press of `Next` a user of the keyboard would begin at the top of the page.
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
  /** The effect of the button, in one sentence. */
  readonly question: string;
  readonly act: () => Promise<unknown>;
  /** Queries whose keys begin like this one are read again after a success. */
  readonly changes: readonly unknown[];
}

/** A button for a step that cannot be undone: a dialogue asks first. */
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

/** Saves an answer of the API as a file. After a failure the button offers to try again. */
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

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from './dialog.js';
import { Fault } from './notice.js';

interface ConfirmButtonProps {
  readonly name: string;
  /** The effect of the button, in one sentence. */
  readonly question: string;
  readonly act: () => Promise<unknown>;
  /** Everything that was read under this key is read again afterwards. */
  readonly changes: readonly unknown[];
}

/** A step that cannot be taken back, and so is asked about. */
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

import { useState } from 'react';
import { api, read } from '../../api/client.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { useSession } from '../../session/session.js';
import { SelectField, TextField } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';
import { counted } from '../../ui/values.js';

/**
 * Erases a customer's personal data. Erasing cannot be undone, so the user types the name twice.
 */
export const ErasePanel = () => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel title="Erase a customer">
      <div className="stack tight">
        <p>
          The key of the customer is destroyed, so nobody can read the customer’s data in the log
          any more, and the data are removed from the read model. Amounts and orders stay. Earlier
          backups of the database still have the key: the page “Personal data” of the documentation
          says what to do with them.
        </p>
        <p>
          <button className="button danger" type="button" onClick={() => setIsOpen(true)}>
            Erase a customer…
          </button>
        </p>
      </div>
      {isOpen && <EraseDialog onClose={() => setIsOpen(false)} />}
    </Panel>
  );
};

interface Draft {
  readonly store: string;
  readonly customer: string;
  /** The customer's name, typed a second time as a confirmation. */
  readonly again: string;
}

const isConfirmed = ({ store, customer, again }: Draft): boolean =>
  store !== '' && customer.trim() !== '' && again.trim() === customer.trim();

const EraseDialog = ({ onClose }: { onClose: () => void }) => {
  const { stores } = useSession();
  const [draft, setDraft] = useState<Draft>({
    ...{ store: stores[0]?.store ?? '', customer: '', again: '' },
  });
  const { mutate, data, error, isPending } = useCommand({
    send: (body: { store: string; customer: string }) =>
      read(api.POST('/v1/customers/erase', { body })),
    changes: [['orders'], ['order']],
  });
  const { store } = draft;
  const customer = draft.customer.trim();
  return (
    <CommandDialog
      title="Erase a customer"
      verb="Erase for good"
      confirmation={
        isConfirmed(draft)
          ? `All data of the customer ${customer} of ${store} will be erased. This cannot be undone.`
          : 'Type the reference or e-mail address twice.'
      }
      isDangerous
      isIncomplete={!isConfirmed(draft)}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: (
          <p>
            {data.erasures.length === 0
              ? 'No data of this customer were stored.'
              : `Erased. The data were removed from ${counted(data.orders, 'order')}.`}
          </p>
        ),
      })}
      onSend={() => mutate({ store, customer })}
      onClose={onClose}
    >
      <DraftFields draft={draft} onDraft={setDraft} />
    </CommandDialog>
  );
};

interface DraftFieldsProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const DraftFields = ({ draft, onDraft }: DraftFieldsProps) => {
  const { stores } = useSession();
  return (
    <>
      <SelectField
        label="Store"
        value={draft.store}
        options={stores.map((one) => ({ value: one.store, name: one.store }))}
        onChange={(store) => onDraft({ ...draft, store })}
      />
      <TextField
        label="Reference or e-mail address"
        autoComplete="off"
        value={draft.customer}
        onChange={({ target }) => onDraft({ ...draft, customer: target.value })}
      />
      <TextField
        label="The same again"
        autoComplete="off"
        value={draft.again}
        wrong={draft.again !== '' && !isConfirmed(draft) ? 'Not the same yet' : undefined}
        onChange={({ target }) => onDraft({ ...draft, again: target.value })}
      />
    </>
  );
};

import { useState } from 'react';
import { api, read } from '../../api/client.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { useSession } from '../../session/session.js';
import { SelectField, TextField } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';

/** Erasing a person is for good, so their name is typed twice. */
export const ErasePanel = () => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel title="Erase a customer">
      <div className="stack tight">
        <p>
          The key of the person is destroyed, so their data in the log can be read by nobody any
          more, and the read model shows it no longer. Amounts and orders stay. Backups of the
          database that were made before still have the key: the page “Personal data” says what to
          do with them.
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

const EraseDialog = ({ onClose }: { onClose: () => void }) => {
  const { stores } = useSession();
  const [store, setStore] = useState(stores[0]?.store ?? '');
  const [customer, setCustomer] = useState('');
  const [again, setAgain] = useState('');
  const { mutate, data, error, isPending } = useCommand({
    send: (body: { store: string; customer: string }) =>
      read(api.POST('/v1/customers/erase', { body })),
    changes: [['orders'], ['order']],
  });
  const named = customer.trim();
  const isConfirmed = named !== '' && again.trim() === named;
  return (
    <CommandDialog
      title="Erase a customer"
      verb="Erase for good"
      confirmation={
        isConfirmed
          ? `Everything that the ledger knows of ${named} in ${store} will be erased. It cannot be taken back.`
          : 'Type the reference or e-mail address twice.'
      }
      isDangerous
      isIncomplete={!isConfirmed}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: (
          <p>
            {data.erasures.length === 0
              ? 'Nothing was kept of this person.'
              : `Erased. ${data.orders} orders showed the data until now.`}
          </p>
        ),
      })}
      onSend={() => mutate({ store, customer: named })}
      onClose={onClose}
    >
      <SelectField
        label="Store"
        value={store}
        options={stores.map((one) => ({ value: one.store, name: one.store }))}
        onChange={setStore}
      />
      <TextField
        label="Reference or e-mail address"
        autoComplete="off"
        value={customer}
        onChange={({ target }) => setCustomer(target.value)}
      />
      <TextField
        label="The same again"
        autoComplete="off"
        value={again}
        wrong={again !== '' && !isConfirmed ? 'Not the same yet' : undefined}
        onChange={({ target }) => setAgain(target.value)}
      />
    </CommandDialog>
  );
};

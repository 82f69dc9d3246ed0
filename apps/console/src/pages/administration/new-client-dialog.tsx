import { useState } from 'react';
import { api, read } from '../../api/client.js';
import type { Client, Scope } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { Choices, TextField } from '../../ui/field.js';
import { Secret } from '../../ui/secret.js';
import { useStores } from './stores-panel.js';

const scopes: readonly Scope[] = [
  'orders:read',
  'settlements:read',
  'audit:read',
  'orders:write',
  'captures:write',
  'refunds:write',
  'admin',
];

/** A new client can only read, unless the user chooses more. */
const readScopes: readonly Scope[] = ['orders:read', 'settlements:read', 'audit:read'];

export const NewClientDialog = ({ onClose }: { onClose: () => void }) => {
  const stores = useStores();
  const [clientId, setClientId] = useState('');
  const [chosenStores, setChosenStores] = useState<readonly string[]>([]);
  const [chosenScopes, setChosenScopes] = useState(readScopes);
  const { mutate, data, error, isPending } = useCommand({
    send: ({ stores: named, scopes: given, ...client }: Client) =>
      read(
        api.POST('/v1/clients', { body: { ...client, stores: [...named], scopes: [...given] } }),
      ),
    changes: [['clients']],
  });
  return (
    <CommandDialog
      title="New client"
      verb="Make the client"
      confirmation="The secret is shown only once, and an id cannot be used again."
      isIncomplete={clientId.trim() === '' || chosenScopes.length === 0}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: <Secret name={`Secret of ${data.clientId}`} value={data.clientSecret} />,
      })}
      onSend={() =>
        mutate({ clientId: clientId.trim(), stores: [...chosenStores], scopes: [...chosenScopes] })
      }
      onClose={onClose}
    >
      <TextField label="Id" value={clientId} onChange={({ target }) => setClientId(target.value)} />
      <Answer of={stores} loading="Reading the stores">
        {(list) => (
          <>
            <Choices
              label="Stores"
              options={list.items.map(({ store }) => store)}
              chosen={chosenStores}
              onChange={setChosenStores}
            />
            <CutNote of={list} />
          </>
        )}
      </Answer>
      <Choices label="Scopes" options={scopes} chosen={chosenScopes} onChange={setChosenScopes} />
    </CommandDialog>
  );
};

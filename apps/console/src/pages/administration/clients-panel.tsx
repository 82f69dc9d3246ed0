import { useState } from 'react';
import { api, read, sendRemoval } from '../../api/client.js';
import type { Client } from '../../api/types.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { ConfirmButton } from '../../ui/buttons.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/values.js';
import { pageQuery, useAll } from '../../ui/use-all.js';
import { KeysDialog } from './keys-dialog.js';
import { NewClientDialog } from './new-client-dialog.js';
import { commandColumn } from '../../ui/columns.js';
const columns: readonly Column<Client>[] = [
  {
    id: 'id',
    head: 'Client',
    cell: ({ clientId }) => (
      <span className="strong">
        <Said text={clientId} />
      </span>
    ),
  },
  { id: 'stores', head: 'Stores', cell: ({ stores }) => stores.join(', ') },
  { id: 'scopes', head: 'Scopes', cell: ({ scopes }) => scopes.join(', ') },
  commandColumn((client) => <ClientCommands client={client} />, 'Commands'),
];

const ClientCommands = ({ client }: { client: Client }) => {
  const [isOpen, setIsOpen] = useState(false);
  const { clientId } = client;
  return (
    <span className="row-actions">
      <button className="button" type="button" onClick={() => setIsOpen(true)}>
        Keys…
      </button>
      <ConfirmButton
        name="Disable"
        question={`The client ${clientId} can no longer call the API: its tokens and keys stop working within 5 seconds. Its id cannot be used again.`}
        changes={['clients']}
        act={() =>
          sendRemoval(api.DELETE('/v1/clients/{clientId}', { params: { path: { clientId } } }))
        }
      />
      {isOpen && <KeysDialog client={client} onClose={() => setIsOpen(false)} />}
    </span>
  );
};

export const ClientsPanel = () => {
  const clients = useAll<Client>(['clients'], (cursor) =>
    read(api.GET('/v1/clients', { params: { query: pageQuery(cursor) } })),
  );
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel
      title="Clients"
      aside={
        <button className="button" type="button" onClick={() => setIsOpen(true)}>
          New client…
        </button>
      }
      flush
    >
      <Answer of={clients} loading="Reading the clients">
        {(list) => (
          <>
            <DataTable
              label="Clients"
              columns={columns}
              rows={list.items}
              empty="There are no clients."
            />
            <CutNote of={list} />
          </>
        )}
      </Answer>
      {isOpen && <NewClientDialog onClose={() => setIsOpen(false)} />}
    </Panel>
  );
};

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, read, sendRemoval } from '../../api/client.js';
import type { Client, ClientKey } from '../../api/types.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { ConfirmButton } from '../../ui/buttons.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Dialog } from '../../ui/dialog.js';
import { Fault } from '../../ui/notice.js';
import { Said } from '../../ui/values.js';
import { Secret } from '../../ui/secret.js';
import { pageQuery, useAll } from '../../ui/use-all.js';
import { NewKeyForm, type KeyRequest } from './new-key-form.js';
import { commandColumn } from '../../ui/columns.js';
const columnsFor = (clientId: string): readonly Column<ClientKey>[] => [
  { id: 'kind', head: 'Kind', cell: ({ kind }) => kind },
  { id: 'store', head: 'Store', cell: ({ store }) => <Said text={store} /> },
  { id: 'hint', head: 'Ends with', cell: ({ hint }) => <span className="mono">…{hint}</span> },
  commandColumn(({ keyId, kind, hint }) => (
    <ConfirmButton
      name="Revoke"
      question={`The ${kind} key that ends with ${hint} stops working within 5 seconds.`}
      changes={['clients', clientId, 'keys']}
      act={() =>
        sendRemoval(
          api.DELETE('/v1/clients/{clientId}/keys/{keyId}', {
            params: { path: { clientId, keyId } },
          }),
        )
      }
    />
  )),
];

interface KeysDialogProps {
  readonly client: Client;
  readonly onClose: () => void;
}

/**
 * Lists a client's keys for the WooCommerce, Medusa and Akinon APIs, and makes new ones. The
 * ledger's own API `/v1` takes other credentials.
 */
export const KeysDialog = ({ client, onClose }: KeysDialogProps) => {
  const { clientId } = client;
  const queries = useQueryClient();
  const queryKey = ['clients', clientId, 'keys'];
  const keys = useAll<ClientKey>(queryKey, (cursor) =>
    read(
      api.GET('/v1/clients/{clientId}/keys', {
        params: { path: { clientId }, query: pageQuery(cursor) },
      }),
    ),
  );
  const made = useMutation({
    mutationFn: (body: KeyRequest) =>
      read(api.POST('/v1/clients/{clientId}/keys', { params: { path: { clientId } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  const columns = useMemo(() => columnsFor(clientId), [clientId]);
  return (
    <Dialog title={`Keys of ${clientId}`} onClose={onClose}>
      <Answer of={keys} loading="Reading the keys">
        {(list) => (
          <>
            <DataTable
              label="Keys"
              columns={columns}
              rows={list.items}
              empty="The client has no keys."
            />
            <CutNote of={list} />
          </>
        )}
      </Answer>
      {made.data !== undefined && <Secrets secrets={made.data} />}
      {made.error !== null && <Fault error={made.error} title="Not made" />}
      <NewKeyForm stores={client.stores} isBusy={made.isPending} onMake={made.mutate} />
    </Dialog>
  );
};

const names: Readonly<Record<string, string>> = {
  consumerKey: 'Consumer key',
  consumerSecret: 'Consumer secret',
  apiToken: 'API token',
  token: 'Token',
};

const Secrets = ({ secrets }: { secrets: object }) =>
  Object.entries(secrets)
    .filter((entry): entry is [string, string] => entry[0] in names && typeof entry[1] === 'string')
    .map(([name, value]) => <Secret key={value} name={names[name] ?? name} value={value} />);

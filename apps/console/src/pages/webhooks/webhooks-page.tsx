import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../api/client.js';
import type { Webhook } from '../../api/types.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { useAll } from '../../ui/use-all.js';
import { sendRemoval } from '../../command/send-removal.js';
import { NewWebhookDialog } from './new-webhook-dialog.js';

const remove = ({ webhookId: id }: Webhook) => ({
  name: 'Remove',
  changes: ['webhooks'],
  act: () => sendRemoval(api.DELETE('/v1/webhooks/{id}', { params: { path: { id } } })),
});

const columns: readonly Column<Webhook>[] = [
  {
    id: 'url',
    head: 'Endpoint',
    cell: ({ webhookId, url, description }) => (
      <>
        <Link className="strong" to={`/webhooks/${webhookId}`}>
          {url}
        </Link>{' '}
        <span className="soft">{description}</span>
      </>
    ),
  },
  { id: 'kind', head: 'Form', cell: ({ kind }) => kind },
  { id: 'stores', head: 'Stores', wideOnly: true, cell: ({ stores }) => stores.join(', ') },
  { id: 'events', head: 'Events', wideOnly: true, cell: ({ eventTypes }) => eventTypes.join(', ') },
  {
    id: 'remove',
    head: <span className="only-read">Command</span>,
    kind: 'number',
    cell: (webhook) => (
      <ConfirmButton
        {...remove(webhook)}
        question={`${webhook.url} will be called no more, and what is due is dropped.`}
      />
    ),
  },
];

export const WebhooksPage = () => (
  <ScopeNeeded scope="admin" what="Webhooks">
    <Webhooks />
  </ScopeNeeded>
);

const Webhooks = () => {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useAll<Webhook>(['webhooks'], () => read(api.GET('/v1/webhooks')));
  const rows = useMemo(() => data ?? [], [data]);
  return (
    <>
      <PageHead
        title="Webhooks"
        actions={
          <button className="button primary" type="button" onClick={() => setIsOpen(true)}>
            New endpoint…
          </button>
        }
      />
      <Panel title="Endpoints" flush>
        {error !== null && <Fault error={error} />}
        {data === undefined ? (
          error === null && <Loading />
        ) : (
          <DataTable
            label="Endpoints"
            columns={columns}
            rows={rows}
            empty="Nobody is called when something happens."
          />
        )}
      </Panel>
      {isOpen && <NewWebhookDialog onClose={() => setIsOpen(false)} />}
    </>
  );
};

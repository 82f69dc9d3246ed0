import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, read, sendRemoval } from '../../api/client.js';
import type { Webhook } from '../../api/types.js';
import { Answer } from '../../ui/answer.js';
import { ConfirmButton } from '../../ui/buttons.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/values.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { NewWebhookDialog } from './new-webhook-dialog.js';
import { commandColumn } from '../../ui/columns.js';

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
          <Said text={url} />
        </Link>{' '}
        <span className="soft">
          <Said text={description} />
        </span>
      </>
    ),
  },
  { id: 'kind', head: 'Form', kind: 'fixed', cell: ({ kind }) => kind },
  { id: 'stores', head: 'Stores', cell: ({ stores }) => stores.join(', ') },
  { id: 'events', head: 'Events', cell: ({ eventTypes }) => eventTypes.join(', ') },
  commandColumn((webhook) => (
    <ConfirmButton
      {...remove(webhook)}
      question={`${webhook.url} will no longer be called, and its pending deliveries are removed.`}
    />
  )),
];

export const WebhooksPage = () => (
  <ScopeNeeded scope="admin" what="Webhooks" title="Webhooks">
    <Webhooks />
  </ScopeNeeded>
);

const Webhooks = () => {
  const [isOpen, setIsOpen] = useState(false);
  // No cursor is needed, because the API returns all webhook endpoints in one answer.
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => read(api.GET('/v1/webhooks')),
  });
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
        <Answer of={webhooks} loading="Reading the endpoints">
          {({ items }) => (
            <DataTable
              label="Endpoints"
              columns={columns}
              rows={items}
              empty="There are no endpoints: nobody is called when something happens."
            />
          )}
        </Answer>
      </Panel>
      {isOpen && <NewWebhookDialog onClose={() => setIsOpen(false)} />}
    </>
  );
};

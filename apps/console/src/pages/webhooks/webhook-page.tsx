import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { api, read } from '../../api/client.js';
import type { Delivery } from '../../api/types.js';
import { Answer } from '../../ui/answer.js';
import { Badge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Fault } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Said, Time } from '../../ui/values.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { Segments } from '../../ui/field.js';
import { commandColumn } from '../../ui/columns.js';
const pageSize = 50;
const lookEveryMs = 5_000;
const tones = { pending: 'accent', delivered: 'good', dead: 'bad' } as const;

type Status = Delivery['status'] | 'all';

export const WebhookPage = () => {
  const { webhookId = '' } = useParams();
  return (
    <ScopeNeeded scope="admin" what="Deliveries" title="Webhook">
      <OneWebhook key={webhookId} id={webhookId} />
    </ScopeNeeded>
  );
};

const OneWebhook = ({ id }: { id: string }) => {
  const { data, error } = useQuery({
    queryKey: ['webhooks', id],
    queryFn: () => read(api.GET('/v1/webhooks/{id}', { params: { path: { id } } })),
  });
  return (
    <>
      <PageHead title={data?.url ?? 'Webhook'} from={{ to: '/webhooks', name: 'Webhooks' }}>
        <p className="soft">{data?.stores.join(', ')}</p>
      </PageHead>
      {error !== null && <Fault error={error} />}
      <Deliveries id={id} />
    </>
  );
};

const useDeliveries = (id: string, status: Status) => {
  const pages = useCursorPages(`${id} ${status}`);
  const { cursor } = pages;
  const query = {
    limit: pageSize,
    ...(status !== 'all' && { status }),
    ...(cursor !== undefined && { cursor }),
  };
  const found = useQuery({
    queryKey: ['webhooks', id, 'deliveries', status, cursor],
    queryFn: () =>
      read(api.GET('/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } })),
    placeholderData: keepPreviousData,
    refetchInterval: lookEveryMs,
  });
  return { ...found, pages };
};

const columnsFor = (onReplay: (deliveryId: string) => void): readonly Column<Delivery>[] => [
  { id: 'event', head: 'Event', cell: ({ eventType }) => eventType },
  {
    id: 'position',
    head: 'Position',
    kind: 'number',
    cell: ({ position }) => position,
  },
  {
    id: 'status',
    head: 'Status',
    cell: ({ status }) => (
      <Badge tone={tones[status]}>{status === 'dead' ? 'dead letter' : status}</Badge>
    ),
  },
  { id: 'attempts', head: 'Attempts', kind: 'number', cell: ({ attempts }) => attempts },
  {
    id: 'last',
    head: 'Last attempt',
    cell: ({ lastAttemptAt, lastStatus, lastError }) => (
      <>
        {lastAttemptAt !== undefined && <Time at={lastAttemptAt} />}{' '}
        <span className="soft">
          <Said text={lastStatus === undefined ? lastError : String(lastStatus)} />
        </span>
      </>
    ),
  },
  commandColumn(({ deliveryId, status }) =>
    status === 'pending' ? null : (
      <button className="button" type="button" onClick={() => onReplay(deliveryId)}>
        Replay
      </button>
    ),
  ),
];

const Deliveries = ({ id }: { id: string }) => {
  const [status, setStatus] = useState<Status>('all');
  const found = useDeliveries(id, status);
  const queries = useQueryClient();
  const { mutate, error: refused } = useMutation({
    mutationFn: (deliveryId: string) =>
      read(
        api.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/replay', {
          params: { path: { id, deliveryId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks', id, 'deliveries'] }),
  });
  const columns = useMemo(() => columnsFor(mutate), [mutate]);
  return (
    <Panel
      title="Deliveries"
      aside={
        <Segments
          label="Deliveries"
          value={status}
          options={[
            ['all', 'All'],
            ['pending', 'Pending'],
            ['delivered', 'Delivered'],
            ['dead', 'Dead letters'],
          ]}
          onChange={setStatus}
        />
      }
      flush
    >
      {refused !== null && <Fault error={refused} />}
      <Answer of={found} loading="Reading the deliveries">
        {({ items, nextCursor }) => (
          <>
            <DataTable label="Deliveries" columns={columns} rows={items} empty="There is none." />
            <Pager pages={found.pages} nextCursor={nextCursor} isBusy={found.isFetching}>
              The newest first
            </Pager>
          </>
        )}
      </Answer>
    </Panel>
  );
};

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.js';
import type { Seal } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { Pager } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Time } from '../../ui/time.js';
import { useCursorPages } from '../../ui/use-cursor-pages.js';

const pageSize = 10;

const columns: readonly Column<Seal>[] = [
  { id: 'number', head: 'Seal', cell: ({ revision }) => `no. ${revision}` },
  { id: 'at', head: 'Set', kind: 'fixed', cell: ({ sealedAt }) => <Time at={sealedAt} /> },
  {
    id: 'covers',
    head: 'Covers positions',
    wideOnly: true,
    cell: ({ coversAfter, coversTo }) => `after ${coversAfter} to ${coversTo}`,
  },
  {
    id: 'events',
    head: 'Events in all',
    kind: 'number',
    wideOnly: true,
    cell: ({ eventsTotal }) => eventsTotal.toLocaleString(),
  },
  { id: 'hash', head: 'Hash', cell: ({ hash }) => <span className="mono">{hash}</span> },
];

/** The seals over the log, the newest first. */
export const SealsPanel = () => {
  const pages = useCursorPages('seals');
  const { cursor } = pages;
  const { data, error, isFetching } = useQuery({
    queryKey: ['seals', cursor],
    queryFn: () =>
      read(
        api.GET('/v1/audit/seals', {
          params: {
            query: { first: 'newest', limit: pageSize, ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Seals over the log" flush>
      {error !== null && <Fault error={error} />}
      {data === undefined ? (
        error === null && <Loading what="Reading the seals" />
      ) : (
        <>
          <DataTable
            label="Seals"
            columns={columns}
            rows={data.items}
            empty="The log is not sealed yet. The worker seals it by itself."
          />
          <Pager pages={pages} nextCursor={data.nextCursor} isBusy={isFetching}>
            The newest first
          </Pager>
        </>
      )}
    </Panel>
  );
};

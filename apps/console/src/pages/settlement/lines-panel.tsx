import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, readAs } from '../../api/client.js';
import type { Settlement, SettlementLine } from '../../api/types.js';
import { Badge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loading } from '../../ui/loading.js';
import { Money } from '../../ui/money.js';
import { Fault } from '../../ui/notice.js';
import { Pager } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Time } from '../../ui/time.js';
import { useCursorPages } from '../../ui/use-cursor-pages.js';

const pageSize = 50;

interface LinesPage {
  readonly items: readonly SettlementLine[];
  readonly nextCursor: string | null;
}

const customerOf = ({ firstName, lastName, company }: SettlementLine): string =>
  company ?? [firstName, lastName].filter((name) => name !== null).join(' ');

const columns: readonly Column<SettlementLine>[] = [
  {
    id: 'order',
    head: 'Order',
    cell: ({ orderId, orderNumber }) => (
      <Link className="strong" to={`/orders/${orderId}`}>
        {orderNumber}
      </Link>
    ),
  },
  {
    id: 'type',
    head: 'Type',
    cell: ({ type }) => <Badge tone={type === 'Return' ? 'warn' : 'plain'}>{type}</Badge>,
  },
  {
    id: 'at',
    head: 'Settled',
    kind: 'fixed',
    wideOnly: true,
    cell: ({ settledAt }) => <Time at={settledAt} />,
  },
  {
    id: 'reference',
    head: 'Reference',
    wideOnly: true,
    cell: ({ reference }) => <span className="mono">{reference}</span>,
  },
  { id: 'customer', head: 'Customer', wideOnly: true, cell: customerOf },
  {
    id: 'vat',
    head: 'VAT',
    kind: 'number',
    wideOnly: true,
    cell: ({ vat, currency }) => (
      <Money minor={vat.reduce((sum, share) => sum + share.vat, 0)} currency={currency} bare />
    ),
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    cell: ({ amount, currency }) => <Money minor={amount} currency={currency} bare />,
  },
];

/** The lines, each with its order, in the order of the log. */
export const LinesPanel = ({ settlement }: { settlement: Settlement }) => {
  const { settlementId, lines = 0 } = settlement;
  const pages = useCursorPages(settlementId);
  const { cursor } = pages;
  const { data, error, isFetching } = useQuery({
    queryKey: ['settlements', settlementId, 'lines', cursor],
    queryFn: () =>
      readAs<LinesPage>(
        api.GET('/v1/settlements/{id}/lines', {
          params: {
            path: { id: settlementId },
            query: { limit: pageSize, ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Lines" aside={<span className="soft small">{lines} in all</span>} flush>
      {error !== null && <Fault error={error} />}
      {data === undefined ? (
        error === null && <Loading what="Reading the lines" />
      ) : (
        <>
          <DataTable label="Lines" columns={columns} rows={data.items} empty="It has no line." />
          <Pager pages={pages} nextCursor={data.nextCursor} isBusy={isFetching}>
            {`${pages.page * pageSize + Math.min(1, data.items.length)} to ${pages.page * pageSize + data.items.length}`}
          </Pager>
        </>
      )}
    </Panel>
  );
};

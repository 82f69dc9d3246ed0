import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, readAs } from '../../api/client.js';
import type { Settlement, SettlementLine } from '../../api/types.js';
import { Answer } from '../../ui/answer.js';
import { Badge } from '../../ui/badge.js';
import { counted, Money, Said, Time } from '../../ui/values.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { orderColumn } from '../../ui/columns.js';
const pageSize = 50;

interface LinesPage {
  readonly items: readonly SettlementLine[];
  readonly nextCursor: string | null;
}

const customerOf = ({ firstName, lastName, company }: SettlementLine): string =>
  company ?? [firstName, lastName].filter((name) => name !== null).join(' ');

const columns: readonly Column<SettlementLine>[] = [
  orderColumn,
  {
    id: 'type',
    head: 'Type',
    cell: ({ type }) => <Badge tone={type === 'Return' ? 'warn' : 'plain'}>{type}</Badge>,
  },
  {
    id: 'at',
    head: 'Settled',
    cell: ({ settledAt }) => <Time at={settledAt} isShort />,
  },
  {
    id: 'reference',
    head: 'Reference',
    cell: ({ reference }) => <Said text={reference} mono />,
  },
  { id: 'customer', head: 'Customer', cell: (line) => <Said text={customerOf(line)} /> },
  {
    id: 'vat',
    head: 'VAT',
    kind: 'number',
    cell: ({ vat, currency }) => (
      <Money minor={vat.reduce((sum, share) => sum + share.vat, 0)} currency={currency} bare />
    ),
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    isMain: true,
    cell: ({ amount, currency }) => <Money minor={amount} currency={currency} bare />,
  },
];

/** Lists the captures and refunds of a settlement, in the order of the log. */
export const LinesPanel = ({ settlement }: { settlement: Settlement }) => {
  const { settlementId, lines = 0 } = settlement;
  const pages = useCursorPages(settlementId);
  const { cursor } = pages;
  const found = useQuery({
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
      <Answer of={found} loading="Reading the lines">
        {({ items, nextCursor }) => (
          <>
            <DataTable
              label="Lines"
              columns={columns}
              rows={items}
              empty="The settlement has no lines."
              foot={<Sum lines={items} settlement={settlement} />}
            />
            <Pager pages={pages} nextCursor={nextCursor} isBusy={found.isFetching}>
              {`${pages.page * pageSize + Math.min(1, items.length)} to ${pages.page * pageSize + items.length} of ${lines}`}
            </Pager>
          </>
        )}
      </Answer>
    </Panel>
  );
};

interface SumProps {
  readonly lines: readonly SettlementLine[];
  readonly settlement: Settlement;
}

/**
 * The sum of the captures and refunds (lines) on this page of the list. If the page has all lines
 * of the settlement, the sum is compared with the figures in the settlement's statement.
 */
const Sum = ({
  lines,
  settlement: { currency, captured = 0, refunded = 0, ...rest },
}: SumProps) => {
  const sum = lines.reduce((before, { amount }) => before + amount, 0);
  const isWhole = lines.length === rest.lines;
  const stated = captured - refunded;
  return (
    <tr role="row" className="row-sum">
      <td role="cell" colSpan={columns.length - 1}>
        {isWhole
          ? `In all, ${counted(lines.length, 'line')}`
          : `On this page, ${counted(lines.length, 'line')}`}
        {isWhole && sum === stated && (
          <span className="link holds"> ✓ what the statement has as captured less refunded</span>
        )}
        {isWhole && sum !== stated && (
          <span className="link broken">
            {' '}
            ✗ the statement says <Money minor={stated} currency={currency} />
          </span>
        )}
      </td>
      <td role="cell" className="number main-cell">
        <Money minor={sum} currency={currency} bare />
      </td>
    </tr>
  );
};

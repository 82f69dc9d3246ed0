import { Link } from 'react-router';
import type { Settlement } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money, Said } from '../../ui/values.js';
import { SettlementBadge } from '../../ui/badge.js';

const sum = (
  id: 'ingoingBalance' | 'captured' | 'refunded' | 'fees' | 'total',
  head: string,
  isMain = false,
): Column<Settlement> => ({
  id,
  head,
  kind: 'number',
  isMain,
  cell: (settlement) => {
    const minor = settlement[id];
    return minor === undefined ? (
      '–'
    ) : (
      <Money minor={minor} currency={settlement.currency} bare={!isMain} />
    );
  },
});

const columns: readonly Column<Settlement>[] = [
  {
    id: 'number',
    head: 'Settlement',
    kind: 'fixed',
    cell: ({ settlementId, number }) => (
      <Link className="strong" to={`/settlements/${settlementId}`}>
        no. {number}
      </Link>
    ),
  },
  { id: 'store', head: 'Store', cell: ({ store }) => <Said text={store} /> },
  {
    id: 'period',
    head: 'Period',
    kind: 'fixed',
    cell: ({ startDate, endDate }) =>
      startDate === endDate ? startDate : `${startDate} to ${endDate}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (settlement) => <SettlementBadge settlement={settlement} />,
  },
  sum('ingoingBalance', 'Carried'),
  sum('captured', 'Captured'),
  sum('refunded', 'Refunded'),
  sum('fees', 'Fees'),
  sum('total', 'Total', true),
  {
    id: 'payout',
    head: 'Payout',
    cell: ({ payoutReference, paidOn }) =>
      payoutReference === undefined ? (
        ''
      ) : (
        <>
          <Said text={payoutReference} mono /> <span className="soft">{paidOn}</span>
        </>
      ),
  },
];

export const SettlementsTable = ({ settlements }: { settlements: readonly Settlement[] }) => (
  <DataTable
    label="Settlements"
    columns={columns}
    rows={settlements}
    empty="No settlement of your stores matches."
  />
);

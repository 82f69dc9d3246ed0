import { Link } from 'react-router';
import type { Settlement } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { SettlementBadge } from './settlement-badge.js';

const sum = (
  id: 'ingoingBalance' | 'captured' | 'refunded' | 'fees' | 'total',
  head: string,
  wideOnly = true,
): Column<Settlement> => ({
  id,
  head,
  kind: 'number',
  wideOnly,
  cell: (settlement) => {
    const minor = settlement[id];
    return minor === undefined ? '–' : <Money minor={minor} currency={settlement.currency} bare />;
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
  { id: 'store', head: 'Store', wideOnly: true, cell: ({ store }) => store },
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
  sum('total', 'Total', false),
  { id: 'currency', head: '', cell: ({ currency }) => <span className="soft">{currency}</span> },
  {
    id: 'payout',
    head: 'Payout',
    wideOnly: true,
    cell: ({ payoutReference, paidOn }) =>
      payoutReference === undefined ? (
        ''
      ) : (
        <>
          <span className="mono">{payoutReference}</span> <span className="soft">{paidOn}</span>
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

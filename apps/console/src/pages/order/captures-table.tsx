import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Capture } from '../../api/types.js';
import { CaptureBadge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';

const columnsFor = (currency: string): readonly Column<Capture>[] => [
  {
    id: 'at',
    head: 'Captured',
    cell: ({ capturedAt, description, reference }) => (
      <>
        <Time at={capturedAt} />
        <span className="soft">
          {description !== '' && <> {description}</>}
          {reference !== undefined && (
            <>
              {' '}
              <span className="mono">{reference}</span>
            </>
          )}
        </span>
      </>
    ),
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    cell: ({ amount }) => <Money minor={amount} currency={currency} bare />,
  },
  { id: 'status', head: 'Status', cell: ({ status }) => <CaptureBadge status={status} /> },
  {
    id: 'settlement',
    head: 'Settlement',
    cell: ({ settlement }) =>
      settlement === undefined ? (
        <span className="soft">none yet</span>
      ) : (
        <Link to={`/settlements/${settlement.settlementId}`}>no. {settlement.number}</Link>
      ),
  },
  {
    id: 'refunded',
    head: 'Refunded',
    kind: 'number',
    wideOnly: true,
    cell: ({ refunded }) => <Money minor={refunded} currency={currency} bare />,
  },
];

/** An order may have thousands; the newest are looked at. */
const shownAtFirst = 25;

interface CapturesTableProps {
  /** In the order in which they were made. */
  readonly captures: readonly Capture[];
  readonly currency: string;
}

export const CapturesTable = ({ captures, currency }: CapturesTableProps) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  const [isWhole, setIsWhole] = useState(false);
  const rows = useMemo(
    () => (isWhole ? captures : captures.slice(-shownAtFirst)),
    [captures, isWhole],
  );
  return (
    <>
      <DataTable label="Captures" columns={columns} rows={rows} empty="Nothing was captured." />
      {rows.length < captures.length && (
        <div className="pager">
          <span>
            The last {rows.length} of {captures.length}
          </span>
          <button className="button" type="button" onClick={() => setIsWhole(true)}>
            Show all
          </button>
        </div>
      )}
    </>
  );
};

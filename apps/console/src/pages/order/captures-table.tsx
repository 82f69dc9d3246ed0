import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Capture } from '../../api/types.js';
import { CaptureBadge } from '../../ui/badge.js';
import type { Column } from '../../ui/data-table.js';
import { Failure } from '../../ui/failure.js';
import { Money } from '../../ui/money.js';
import { PagedTable } from '../../ui/paged-table.js';
import { Said } from '../../ui/said.js';
import { Time } from '../../ui/time.js';

const settlementOf = ({ settlement, status }: Capture): ReactNode => {
  if (settlement !== undefined)
    return <Link to={`/settlements/${settlement.settlementId}`}>no. {settlement.number}</Link>;
  return <span className="soft">{status === 'settled' ? 'in the next one' : 'none'}</span>;
};

/** Only an https address is a link: it comes from the gateway. */
const receiptOf = ({ receiptUrl }: Capture): ReactNode =>
  receiptUrl?.startsWith('https://') === true && (
    <a href={receiptUrl} target="_blank" rel="noopener noreferrer">
      receipt
    </a>
  );

const columnsFor = (currency: string): readonly Column<Capture>[] => [
  {
    id: 'at',
    head: 'Captured',
    cell: (capture) => (
      <>
        <Time at={capture.capturedAt} />{' '}
        <span className="soft">
          <Said text={capture.description} /> <Said text={capture.reference} mono />
        </span>{' '}
        {receiptOf(capture)}
      </>
    ),
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    isMain: true,
    cell: ({ amount }) => <Money minor={amount} currency={currency} bare />,
  },
  {
    id: 'status',
    head: 'Status',
    cell: ({ status, failure }) => (
      <>
        <CaptureBadge status={status} /> <Failure failure={failure} />
      </>
    ),
  },
  { id: 'settlement', head: 'Settlement', cell: settlementOf },
  {
    id: 'refunded',
    head: 'Refunded',
    kind: 'number',
    cell: ({ refunded }) => <Money minor={refunded} currency={currency} bare />,
  },
];

interface CapturesTableProps {
  /** In the order in which they were made. */
  readonly captures: readonly Capture[];
  readonly currency: string;
}

export const CapturesTable = ({ captures, currency }: CapturesTableProps) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  const rows = useMemo(() => captures.toReversed(), [captures]);
  return (
    <PagedTable
      label="Captures"
      columns={columns}
      rows={rows}
      note="the newest first"
      empty="Nothing was captured."
    />
  );
};

import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { Capture, Order, OrderRow } from '../../api/types.js';
import type { Column } from '../../ui/data-table.js';
import { PagedTable } from '../../ui/paged-table.js';
import { Money, Said, Time } from '../../ui/values.js';
import { statusColumn } from '../../ui/columns.js';
import { Panel } from '../../ui/panel.js';

interface HoldingsProps {
  readonly shown: Order;
  readonly isPast: boolean;
  readonly isBehind: boolean;
}

/**
 * Two tables: the order's rows with the quantities not captured yet, and its captures. If the user
 * selected an earlier event, the tables show the order as it was after that event.
 */
export const Holdings = ({ shown, isPast, isBehind }: HoldingsProps) => (
  <div className={isBehind ? 'stack behind' : 'stack'} aria-busy={isBehind}>
    <Panel title={isPast ? 'Rows left then' : 'Rows left'} flush>
      <RowsTable rows={shown.rows} currency={shown.currency} />
    </Panel>
    <Panel title={isPast ? 'Captures by then' : 'Captures'} flush>
      <CapturesTable captures={shown.captures} currency={shown.currency} />
    </Panel>
  </div>
);

const rowColumns = (currency: string): readonly Column<OrderRow>[] => [
  { id: 'description', head: 'Row', cell: ({ description }) => <Said text={description} /> },
  { id: 'article', head: 'Article', cell: ({ articleNumber }) => <Said text={articleNumber} /> },
  {
    id: 'price',
    head: 'Price',
    kind: 'number',
    cell: ({ unitPrice }) => <Money minor={unitPrice} currency={currency} bare />,
  },
  {
    id: 'left',
    head: 'Left of',
    kind: 'number',
    cell: ({ remainingQuantity, quantity }) => `${remainingQuantity} of ${quantity}`,
  },
  { id: 'vat', head: 'VAT', kind: 'number', cell: ({ vatRate }) => `${vatRate}%` },
  {
    id: 'amount',
    head: 'Amount left',
    kind: 'number',
    isMain: true,
    cell: ({ unitPrice, remainingQuantity }) => (
      <Money minor={unitPrice * remainingQuantity} currency={currency} bare />
    ),
  },
];

/** The rows of the order, each with the quantity and the amount that are not captured yet. */
const RowsTable = ({ rows, currency }: { rows: readonly OrderRow[]; currency: string }) => {
  const columns = useMemo(() => rowColumns(currency), [currency]);
  return (
    <PagedTable
      label="Rows left"
      columns={columns}
      rows={rows}
      empty="Nothing is left to capture."
    />
  );
};

const settlementOf = ({ settlement, status }: Capture): ReactNode => {
  if (settlement !== undefined)
    return <Link to={`/settlements/${settlement.settlementId}`}>no. {settlement.number}</Link>;
  return <span className="soft">{status === 'settled' ? 'in the next one' : 'none'}</span>;
};

/**
 * The receipt of a capture. Its address comes from the gateway and is not trusted, so only an https
 * address becomes a link.
 */
const receiptOf = ({ receiptUrl }: Capture): ReactNode =>
  receiptUrl?.startsWith('https://') === true && (
    <a href={receiptUrl} target="_blank" rel="noopener noreferrer">
      receipt
    </a>
  );

const captureColumns = (currency: string): readonly Column<Capture>[] => [
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
  statusColumn,
  { id: 'settlement', head: 'Settlement', cell: settlementOf },
  {
    id: 'refunded',
    head: 'Refunded',
    kind: 'number',
    cell: ({ refunded }) => <Money minor={refunded} currency={currency} bare />,
  },
];

interface CapturesTableProps {
  /** The captures, the oldest first. */
  readonly captures: readonly Capture[];
  readonly currency: string;
}

const CapturesTable = ({ captures, currency }: CapturesTableProps) => {
  const columns = useMemo(() => captureColumns(currency), [currency]);
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

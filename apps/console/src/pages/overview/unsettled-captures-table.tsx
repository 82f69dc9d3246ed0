import { Link } from 'react-router';
import type { UnsettledCapture } from '../../api/types.js';
import { CaptureBadge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';

const columns: readonly Column<UnsettledCapture>[] = [
  {
    id: 'order',
    head: 'Order',
    cell: ({ orderId, orderNumber }) => (
      <Link className="strong" to={`/orders/${orderId}`}>
        {orderNumber}
      </Link>
    ),
  },
  { id: 'store', head: 'Store', wideOnly: true, cell: ({ store }) => store },
  { id: 'status', head: 'Status', cell: ({ status }) => <CaptureBadge status={status} /> },
  {
    id: 'at',
    head: 'Requested',
    kind: 'fixed',
    cell: ({ capturedAt }) => <Time at={capturedAt} />,
  },
  {
    id: 'reference',
    head: 'Reference',
    wideOnly: true,
    cell: ({ reference }) => <span className="mono">{reference}</span>,
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    cell: ({ amount, currency }) => <Money minor={amount} currency={currency} />,
  },
];

const shownMax = 20;

export const UnsettledCapturesTable = ({ captures }: { captures: readonly UnsettledCapture[] }) => (
  <DataTable
    label="Captures that failed or are open"
    columns={columns}
    rows={captures.slice(0, shownMax)}
    empty="No capture failed, and none is open past its time."
  />
);

import { Link } from 'react-router';
import type { ListedOrder } from '../../api/types.js';
import { Badge, OrderBadge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';

const sum = (
  id: 'total' | 'captured' | 'refunded' | 'remaining',
  head: string,
  wideOnly = false,
): Column<ListedOrder> => ({
  id,
  head,
  kind: 'number',
  wideOnly,
  cell: (order) => <Money minor={order[id]} currency={order.currency} bare />,
});

const columns: readonly Column<ListedOrder>[] = [
  {
    id: 'number',
    head: 'Order',
    cell: ({ orderId, orderNumber, damaged }) => (
      <>
        <Link className="strong" to={`/orders/${orderId}`}>
          {orderNumber}
        </Link>{' '}
        {damaged === true && <Badge tone="bad">damaged</Badge>}
      </>
    ),
  },
  { id: 'store', head: 'Store', wideOnly: true, cell: ({ store }) => store },
  {
    id: 'placed',
    head: 'Placed',
    wideOnly: true,
    kind: 'fixed',
    cell: ({ placedAt }) => <Time at={placedAt} />,
  },
  { id: 'status', head: 'Status', cell: ({ status }) => <OrderBadge status={status} /> },
  { id: 'method', head: 'Paid by', wideOnly: true, cell: ({ paymentMethod }) => paymentMethod },
  sum('total', 'Total'),
  sum('captured', 'Captured', true),
  sum('refunded', 'Refunded', true),
  sum('remaining', 'Left', true),
  { id: 'currency', head: '', cell: ({ currency }) => <span className="soft">{currency}</span> },
];

export const OrdersTable = ({ orders }: { orders: readonly ListedOrder[] }) => (
  <DataTable
    label="Orders"
    columns={columns}
    rows={orders}
    empty="No order of your stores matches."
  />
);

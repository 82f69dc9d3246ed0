import type { ListedOrder } from '../../api/types.js';
import { Badge, OrderBadge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money, Said, Time } from '../../ui/values.js';
import { OrderLink } from '../../ui/columns.js';
const sum = (
  id: 'total' | 'captured' | 'refunded' | 'remaining',
  head: string,
  isMain = false,
): Column<ListedOrder> => ({
  id,
  head,
  kind: 'number',
  isMain,
  cell: (order) => <Money minor={order[id]} currency={order.currency} bare={!isMain} />,
});

const columns: readonly Column<ListedOrder>[] = [
  {
    id: 'number',
    head: 'Order',
    cell: ({ orderId, orderNumber, damaged }) => (
      <>
        <OrderLink orderId={orderId} orderNumber={orderNumber} />{' '}
        {damaged === true && <Badge tone="bad">damaged</Badge>}
      </>
    ),
  },
  { id: 'store', head: 'Store', cell: ({ store }) => <Said text={store} /> },
  {
    id: 'placed',
    head: 'Placed',
    cell: ({ placedAt }) => <Time at={placedAt} isShort />,
  },
  { id: 'status', head: 'Status', cell: ({ status }) => <OrderBadge status={status} /> },
  {
    id: 'method',
    head: 'Paid by',
    kind: 'fixed',
    cell: ({ paymentMethod }) => paymentMethod,
  },
  sum('total', 'Total', true),
  sum('captured', 'Captured'),
  sum('refunded', 'Refunded'),
  sum('remaining', 'Left'),
];

export const OrdersTable = ({ orders }: { orders: readonly ListedOrder[] }) => (
  <DataTable
    label="Orders"
    columns={columns}
    rows={orders}
    empty="No order of your stores matches."
  />
);

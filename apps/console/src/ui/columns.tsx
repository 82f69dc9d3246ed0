import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CaptureBadge } from './badge.js';
import type { Column } from './data-table.js';
import { Failure, Said } from './values.js';

interface NamedOrder {
  readonly orderId: string;
  readonly orderNumber: string;
}

export const OrderLink = ({ orderId, orderNumber }: NamedOrder) => (
  <Link className="strong" to={`/orders/${orderId}`}>
    <Said text={orderNumber} />
  </Link>
);

/** A table column with the order's number, linked to the order's page. */
export const orderColumn: Column<NamedOrder> = {
  id: 'order',
  head: 'Order',
  cell: ({ orderId, orderNumber }) => <OrderLink orderId={orderId} orderNumber={orderNumber} />,
};

interface Outcome {
  readonly status: 'requested' | 'settled' | 'failed';
  readonly failure?: { readonly code?: string; readonly reason: string };
}

/**
 * A table column with the status of a capture or a refund, and the gateway's reason for a failure.
 */
export const statusColumn: Column<Outcome> = {
  id: 'status',
  head: 'Status',
  cell: ({ status, failure }) => (
    <>
      <CaptureBadge status={status} /> <Failure failure={failure} />
    </>
  ),
};

/**
 * A table column with the buttons of each row. The column's head is hidden, but screen readers read
 * it.
 */
export const commandColumn = <Row,>(
  cell: (row: Row) => ReactNode,
  head = 'Command',
): Column<Row> => ({
  id: 'command',
  head: <span className="only-read">{head}</span>,
  kind: 'command',
  cell,
});

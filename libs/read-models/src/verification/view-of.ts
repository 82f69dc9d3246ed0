import type { Order } from '#ledger';
import type { OrderView } from '../orders/order-view.js';

/** The fold of a history as the read model shows it; `position` is that of the last event folded. */
export const viewOf = (order: Order, position: bigint): OrderView => ({
  ...order.balance,
  revision: order.revision,
  position,
  captures: [...order.captures.values()],
  refunds: [...(order.refunds?.made.values() ?? [])],
  reauthorizations: [...(order.reauthorizations?.made.values() ?? [])],
});

import type { Order } from '#ledger';
import type { OrderView } from '../orders/order-view.js';
import { differences } from './difference.js';
import type { Difference } from './difference.js';

/**
 * Where an order of the read model differs from the fold of its history (I6 of domain.md); nothing if they
 * agree. The fold must end at the view's revision.
 */
export const compareWithFold = (view: OrderView, order: Order): Difference[] => {
  const expected = {
    ...order.balance,
    revision: order.revision,
    captures: [...order.captures.values()],
    refunds: [...(order.refunds?.made.values() ?? [])],
    reauthorizations: [...(order.reauthorizations?.made.values() ?? [])],
    // The fold does not know where in the log its events stand.
    position: view.position,
  };
  return differences(view, expected);
};

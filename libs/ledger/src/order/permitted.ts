import type { Decision } from './decision.js';
import type { Order } from './order.js';
import { reject } from './reject.js';

/**
 * Decides only for a caller who may act for the order's store: an order that is not there, then an
 * order of another store, are answered before anything else, idempotency included (domain.md,
 * "Capture").
 */
export const permitted = (
  order: Order | undefined,
  stores: ReadonlySet<string>,
  decide: (order: Order) => Decision,
): Decision => {
  if (order === undefined) return orderNotFound;
  if (!stores.has(order.balance.storeId)) {
    return orderOfOtherStore;
  }
  return decide(order);
};

export const orderNotFound = reject('ORDER_NOT_FOUND', 'There is no such order.');

export const orderOfOtherStore = reject(
  'ORDER_OF_OTHER_STORE',
  'The order belongs to a store the caller may not act for.',
);

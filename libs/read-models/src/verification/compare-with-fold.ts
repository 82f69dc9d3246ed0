import type { Order } from '#ledger';
import type { OrderView } from '../orders/order-view.js';
import { differences } from './difference.js';
import { viewOf } from './view-of.js';
import type { Difference } from './difference.js';

/**
 * Where an order of the read model differs from the fold of its history (I6 of domain.md); nothing if they
 * agree. The fold must end at the view's revision.
 */
export const compareWithFold = (view: OrderView, order: Order): Difference[] =>
  // The fold does not know where in the log its events stand, nor who bought: that stands in the log sealed, and in
  // the view only as long as it was not erased.
  differences({ ...view, customer: undefined }, viewOf(order, view.position));

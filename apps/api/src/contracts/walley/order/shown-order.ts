import type { FoundOrder } from '../../../queries/order-lookup.js';
import { walleyForbidden, walleyNotFound } from '../walley-not-yours.js';

/**
 * The order that a caller may see.
 *
 * @throws RefusedRequest 403 for an order of another store, 404 for none
 */
export const shownOrder = (found: FoundOrder): (FoundOrder & { kind: 'found' })['order'] => {
  if (found.kind === 'of-other-store') throw walleyForbidden();
  if (found.kind === 'not-found') throw walleyNotFound();
  return found.order;
};

import type { Rejected } from '../decision.js';
import type { ReauthorizationRequested } from '../order-events.js';
import type { Order } from '../order.js';
import { reject } from '../reject.js';

/** The reauthorisation that somebody decides on, if it still waits for that. */
export const pendingReauthorization = (
  { reauthorizations }: Order,
  reauthorizationId: string,
): ReauthorizationRequested['data'] | Rejected => {
  const { made, pending } = reauthorizations ?? {};
  if (pending?.reauthorizationId === reauthorizationId) return pending;
  const known = made?.get(reauthorizationId);
  return known === undefined
    ? reject('REAUTHORIZATION_NOT_FOUND', 'The order has no such reauthorisation.')
    : reject('REAUTHORIZATION_NOT_PENDING', `The reauthorisation is ${known.status}.`);
};

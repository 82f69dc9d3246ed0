import { actsFor, type Caller } from '#access';
import { toDomainEvent, type RecordedEvent } from '#event-log';
import { evolve, type Order } from '#ledger';
import { viewOf, type OrderView } from '#read-models';
import {
  orderNotFound,
  orderNotRegisteredYet,
  orderRevisionNotFound,
} from '../problems/refuse-problem.js';
import type { OrderMoment } from './order-moment.js';

/**
 * The order as it was, folded from its history up to a moment. An instant is compared with the times at which events were
 * recorded; the clocks of several processes may differ, so the fold ends at the first event that is later.
 *
 * @throws RefusedRequest 404: no such order for this caller, none at that moment, or no such revision yet
 */
export const orderAt = async (
  history: AsyncIterable<RecordedEvent>,
  caller: Caller,
  moment: OrderMoment,
): Promise<OrderView> => {
  let order: Order | undefined;
  let position = -1n;
  let isOwn = false;
  for await (const event of history) {
    // Whose order it is stands in its first event, and is asked before anything else is told.
    const next = evolve(order, toDomainEvent(event));
    if (!actsFor(caller, next.balance.storeId)) throw orderNotFound();
    isOwn = true;
    if (moment.kind === 'instant' && event.recordedAt > moment.instant) break;
    ({ position } = event);
    order = next;
    if (moment.kind === 'revision' && event.revision === moment.revision)
      return viewOf(order, position);
  }
  if (!isOwn) throw orderNotFound();
  if (order === undefined) throw orderNotRegisteredYet();
  if (moment.kind === 'revision') throw orderRevisionNotFound();
  return viewOf(order, position);
};

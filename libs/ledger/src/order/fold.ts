import { evolve } from './evolve.js';
import type { Order } from './order.js';
import type { RecordedOrderEvent } from './order-events.js';

/** The order that a history gives, or a prefix of it; `undefined` for an empty one. */
export const fold = (events: Iterable<RecordedOrderEvent>): Order | undefined => {
  let order: Order | undefined;
  for (const event of events) order = evolve(order, event);
  return order;
};

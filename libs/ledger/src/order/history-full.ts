import { capturedRowsIn } from './captured-rows-in.js';
import type { Rejected } from './decision.js';
import type { OrderEvent } from './order-events.js';
import type { OrderLimits } from './order-limits.js';
import type { Order } from './order.js';
import { reject } from './reject.js';

/** The refusal of events that the order's history has no room for (domain.md, "Limits"). */
export const historyFull = (
  order: Order | undefined,
  events: readonly OrderEvent[],
  { eventsMax, capturedRowsMax }: OrderLimits,
): Rejected | undefined => {
  const written = order === undefined ? 0 : order.revision + 1;
  if (written + events.length > eventsMax) {
    return reject('ORDER_HISTORY_FULL', `An order's history has ${eventsMax} events at most.`);
  }
  const rows = events.reduce((sum, event) => sum + capturedRowsIn(event), 0);
  // An event without rows, an expiry say, is never refused for those of earlier captures.
  if (rows > 0 && (order?.capturedRows ?? 0) + rows > capturedRowsMax) {
    return reject(
      'ORDER_HISTORY_FULL',
      `An order's captures have ${capturedRowsMax} rows at most.`,
    );
  }
  return undefined;
};

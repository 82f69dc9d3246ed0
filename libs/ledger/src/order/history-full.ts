import { recordedRowsIn } from './recorded-rows-in.js';
import type { Rejected } from './decision.js';
import type { OrderEvent } from './order-events.js';
import type { OrderLimits } from './order-limits.js';
import type { Order } from './order.js';
import { reject } from './reject.js';

/** The refusal of events that the order's history has no room for (domain.md, "Limits"). */
export const historyFull = (
  order: Order | undefined,
  events: readonly OrderEvent[],
  { eventsMax, recordedRowsMax }: OrderLimits,
): Rejected | undefined => {
  if (events.every(tellsOutcome)) return undefined;
  const written = order === undefined ? 0 : order.revision + 1;
  if (written + events.length > eventsMax) {
    return reject('ORDER_HISTORY_FULL', `An order's history has ${eventsMax} events at most.`);
  }
  const rows = events.reduce((sum, event) => sum + recordedRowsIn(event), 0);
  // An event without rows, an expiry say, is never refused for those of earlier ones.
  if (rows > 0 && (order?.recordedRows ?? 0) + rows > recordedRowsMax) {
    return reject(
      'ORDER_HISTORY_FULL',
      `An order's captures, refunds and reauthorisations have ${recordedRowsMax} rows at most.`,
    );
  }
  return undefined;
};

/**
 * What a gateway did is recorded always: money that it took would be lost. It has one outcome for each capture and refund,
 * and one release.
 */
const tellsOutcome = ({ type }: OrderEvent): boolean =>
  type === 'CaptureSettled' ||
  type === 'CaptureFailed' ||
  type === 'RefundSettled' ||
  type === 'RefundFailed' ||
  type === 'AuthorizationReleased';

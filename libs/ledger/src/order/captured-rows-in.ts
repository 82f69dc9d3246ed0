import { isCaptureEvent } from './is-capture-event.js';
import type { OrderEvent } from './order-events.js';

/** How many rows the event captures or refunds. */
export const capturedRowsIn = (event: OrderEvent): number =>
  isCaptureEvent(event) || event.type === 'OrderRefunded' ? event.data.rows.length : 0;

import type { OrderEvent } from './order-events.js';

/**
 * How many rows the event adds to the order's history: those it captures, gives back or authorises anew. Rows that fail
 * or are cancelled were added before, and are there once more at most.
 */
export const recordedRowsIn = (event: OrderEvent): number => {
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
    case 'OrderRefunded':
    case 'ReauthorizationRequested':
    case 'OrderReauthorized':
      return event.data.rows.length;
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureSettled':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'ReauthorizationRejected':
    case 'OrderExtended':
    case 'OrderExpired':
    case 'RefundSettled':
    case 'RefundFailed':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CustomerLinked':
      return 0;
  }
};

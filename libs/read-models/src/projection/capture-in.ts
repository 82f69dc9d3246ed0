import type { CaptureEvent, OrderEvent } from '#ledger';

/** The capture that an event made, if it made one. */
export const captureIn = (event: OrderEvent): CaptureEvent['data'] | undefined => {
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return event.data;
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureSettled':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'OrderRefunded':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'OrderReauthorized':
    case 'OrderExtended':
    case 'OrderExpired':
      return undefined;
  }
};

import type { Order } from '../order/order.js';
import type { OrderEvent } from '../order/order-events.js';
import { purchaseLine } from './purchase-line.js';
import { returnLine } from './return-line.js';
import type { SettlementLine } from './settlement-line.js';

/**
 * The line that an event makes, if it makes one: a capture that settles at once, a requested capture that the gateway
 * settled, a refund once it is settled. `order` is the order after the event.
 */
export const settlementLineOf = (order: Order, event: OrderEvent): SettlementLine | undefined => {
  const { balance } = order;
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return event.data.outcome === 'settled'
        ? purchaseLine(balance, event.data, event.data.capturedAt)
        : undefined;
    case 'CaptureSettled':
      return purchaseLine(balance, event.data, event.data.settledAt);
    case 'OrderRefunded':
      return event.data.outcome === 'requested'
        ? undefined
        : returnLine(balance, event.data, firstCapturedAt(order, event.data.captures));
    case 'RefundSettled': {
      const settled = { ...event.data, refundedAt: event.data.settledAt };
      return returnLine(balance, settled, firstCapturedAt(order, event.data.captures));
    }
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'OrderReauthorized':
    case 'OrderExtended':
    case 'OrderExpired':
    case 'RefundFailed':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CustomerLinked':
      return undefined;
  }
};

const firstCapturedAt = (
  { captures }: Order,
  [first]: readonly { readonly captureId: string }[],
): string | undefined =>
  first === undefined ? undefined : captures.get(first.captureId)?.capturedAt;

import type { Order } from '../order/order.js';
import type { OrderEvent } from '../order/order-events.js';
import { purchaseLine } from './purchase-line.js';
import type { SettlementLine } from './settlement-line.js';

/**
 * The line that an event makes, if it makes one: a capture that settles at once or a requested one that was settled.
 * `order` is the order after the event.
 */
export const settlementLineOf = (order: Order, event: OrderEvent): SettlementLine | undefined => {
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return event.data.outcome === 'settled'
        ? purchaseLine(order.balance, event.data, event.data.capturedAt)
        : undefined;
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'OrderExpired':
      return undefined;
  }
};

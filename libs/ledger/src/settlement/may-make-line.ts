import type { OrderEvent } from '../order/order-events.js';

/**
 * Whether an event of this type can make a line of a settlement (`settlementLineOf`). Who looks for lines in the log skips
 * the orders that have no such event.
 */
export const mayMakeLine: Readonly<Record<OrderEvent['type'], boolean>> = {
  OrderRegistered: false,
  OrderAuthorized: false,
  OrderAuthorizationFailed: false,
  OrderCaptured: true,
  OrderPartCaptured: true,
  OrderItemsReplaced: true,
  CaptureSettled: true,
  CaptureFailed: false,
  OrderCancelled: false,
  OrderRefunded: true,
  ReauthorizationRequested: false,
  ReauthorizationRejected: false,
  OrderReauthorized: false,
  OrderExtended: false,
  OrderExpired: false,
  RefundSettled: true,
  RefundFailed: false,
  AuthorizationReleased: false,
  TerminalIntentCreated: false,
  CustomerLinked: false,
};

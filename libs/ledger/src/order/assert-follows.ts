import { InvariantViolated } from './invariant-violated.js';
import type { OrderEvent } from './order-events.js';
import type { OrderBalance, OrderStatus } from './order.js';
import { orderStatuses } from './order-statuses.js';

/**
 * The statuses in which each event can happen (domain.md, "Status"); none: only as the first event.
 */
const statusesBefore: Readonly<Record<OrderEvent['type'], readonly OrderStatus[]>> = {
  OrderRegistered: [],
  OrderAuthorized: ['Pending'],
  OrderAuthorizationFailed: ['Pending'],
  OrderCaptured: ['NotActivated', 'PartActivated'],
  OrderPartCaptured: ['NotActivated', 'PartActivated'],
  OrderItemsReplaced: ['NotActivated', 'PartActivated'],
  // Also of rows without a price, when everything that was captured has been given back meanwhile.
  CaptureSettled: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  CaptureFailed: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  OrderCancelled: ['NotActivated', 'PartActivated', 'Expired'],
  OrderRefunded: ['PartActivated', 'Activated', 'Expired'],
  RefundSettled: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  RefundFailed: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  ReauthorizationRequested: ['NotActivated', 'PartActivated', 'Expired'],
  // Also when the order has nothing left that could be authorised anew.
  ReauthorizationRejected: [
    'NotActivated',
    'PartActivated',
    'Activated',
    'Returned',
    'Closed',
    'Expired',
  ],
  OrderReauthorized: ['NotActivated', 'PartActivated', 'Expired'],
  OrderExtended: ['NotActivated', 'PartActivated'],
  OrderExpired: ['NotActivated', 'PartActivated'],
  AuthorizationReleased: ['Activated', 'Returned', 'Closed', 'Expired'],
  TerminalIntentCreated: orderStatuses,
  CustomerLinked: ['Pending', 'NotActivated', 'PartActivated'],
};

/** Throws `InvariantViolated` unless the event can follow on this state (I5). */
export const assertFollows = (
  { orderId, status }: OrderBalance,
  event: Pick<OrderEvent, 'type'>,
): void => {
  if (!statusesBefore[event.type].includes(status)) {
    throw new InvariantViolated('I5', orderId, `${event.type} while the order is ${status}`);
  }
};

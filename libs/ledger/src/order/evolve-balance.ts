import { assertCapture } from './assert-capture.js';
import { assertFollows } from './assert-follows.js';
import { afterCancellation, afterFailedRefund, afterRefund } from './balance-after-giving-up.js';
import { afterFailure, afterSettlement } from './balance-after-outcome.js';
import { afterReauthorization } from './balance-after-reauthorization.js';
import { checkInvariants } from './check-invariants.js';
import { InvariantViolated } from './invariant-violated.js';
import { isCaptureEvent } from './is-capture-event.js';
import type { OrderBalance } from './order.js';
import type { CaptureEvent, OrderEvent, OrderRegistered } from './order-events.js';
import { dissolve, remaindersIn, take, valueLeft } from './rows-left.js';
import { hasRemainingRows } from './something-left.js';

type LaterEvent = Exclude<OrderEvent, OrderRegistered>;

/**
 * Moves the bounded part of an order's state forward by one event and asserts the invariants.
 * Throws `InvariantViolated` on an event that cannot follow.
 */
export const evolveBalance = (
  balance: OrderBalance | undefined,
  event: OrderEvent,
): OrderBalance => {
  const next = moved(balance, event);
  checkInvariants(next);
  if (balance !== undefined && isCaptureEvent(event)) assertCapture(balance, event, next.rows);
  return next;
};

const moved = (balance: OrderBalance | undefined, event: OrderEvent): OrderBalance => {
  if (balance !== undefined) {
    assertFollows(balance, event);
    return later(balance, event as LaterEvent);
  }
  if (event.type !== 'OrderRegistered') {
    throw new InvariantViolated('I5', event.data.orderId, `the history begins with ${event.type}`);
  }
  return registered(event);
};

const later = (balance: OrderBalance, event: LaterEvent): OrderBalance => {
  switch (event.type) {
    case 'OrderAuthorized':
      return { ...balance, status: 'NotActivated' };
    case 'OrderAuthorizationFailed':
      return balance;
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return captured(balance, event);
    case 'CaptureSettled':
      return afterSettlement(balance, event);
    case 'CaptureFailed':
      return afterFailure(balance, event);
    case 'OrderCancelled':
      return afterCancellation(balance, event);
    case 'OrderRefunded':
      return afterRefund(balance, event);
    case 'OrderReauthorized':
      return afterReauthorization(balance, event);
    case 'RefundFailed':
      return afterFailedRefund(balance, event);
    case 'RefundSettled':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CustomerLinked':
      return balance;
    case 'OrderExtended':
      return { ...balance, expiresAt: event.data.expiresAt };
    case 'OrderExpired':
      return { ...balance, status: 'Expired' };
  }
};

/** Who bought stays in the event: no decision asks for it, and sealed or not it has no business in a state that is kept. */
const registered = ({ data }: OrderRegistered): OrderBalance => {
  const rows = data.rows.map((row) => ({ ...row, remainingQuantity: row.quantity }));
  const total = valueLeft(rows);
  return {
    orderId: data.orderId,
    storeId: data.storeId,
    orderNumber: data.orderNumber,
    currency: data.currency,
    salesSegment: data.salesSegment,
    paymentMethod: data.paymentMethod,
    ...(data.countryCode !== undefined && { countryCode: data.countryCode }),
    placedAt: data.placedAt,
    expiresAt: data.expiresAt,
    ...(data.attributes && { attributes: data.attributes }),
    status: 'Pending',
    rows,
    rowsMade: rows.length,
    total,
    requested: 0,
    captured: 0,
    refunded: 0,
    cancelled: 0,
    remaining: total,
  };
};

const captured = (balance: OrderBalance, event: CaptureEvent): OrderBalance => {
  const { amount, outcome } = event.data;
  const left = leftAfter(balance, event);
  return {
    ...balance,
    ...left,
    // A requested capture counts: its amount is spoken for until the gateway refuses it.
    status: hasRemainingRows(left.rows) ? 'PartActivated' : 'Activated',
    requested: outcome === 'requested' ? balance.requested + amount : balance.requested,
    captured: outcome === 'settled' ? balance.captured + amount : balance.captured,
    remaining: balance.remaining - amount,
  };
};

const leftAfter = (
  balance: OrderBalance,
  event: CaptureEvent,
): Pick<OrderBalance, 'rows' | 'rowsMade'> => {
  const remainders = remaindersIn(event);
  if (remainders === undefined) {
    return { rows: take(balance, event.data.rows), rowsMade: balance.rowsMade };
  }
  return {
    rows: dissolve(balance.rows, remainders),
    rowsMade: balance.rowsMade + event.data.rows.length + remainders.length,
  };
};

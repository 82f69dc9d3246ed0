import {
  assertCapture,
  assertFollows,
  checkInvariants,
  InvariantViolated,
  outcomeOf,
} from './invariants.js';
import {
  type CaptureEvent,
  type CaptureFailed,
  type CaptureSettled,
  isCaptureEvent,
  type OrderAuthorized,
  type OrderCancelled,
  type OrderEvent,
  type OrderReauthorized,
  type OrderRefunded,
  type OrderRegistered,
  type RefundFailed,
} from './order-events.js';
import type { OrderBalance } from './order.js';
import { givenUpAfter } from './given-up.js';
import { hasRemainingRows } from './row.js';
import { dissolve, giveBack, reauthorize, remaindersIn, take, valueLeft } from './rows-left.js';

type LaterEvent = Exclude<OrderEvent, OrderRegistered>;

/**
 * The balance after one more event, with the invariants checked. The size of a balance does not
 * grow with the number of events. Throws `InvariantViolated` on an event that cannot follow.
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
      return authorized(balance, event);
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
    case 'CheckoutIntentCreated':
    case 'CustomerLinked':
      return balance;
    case 'OrderExtended':
      return { ...balance, expiresAt: event.data.expiresAt };
    case 'OrderExpired':
      return { ...balance, status: 'Expired' };
    case 'ShopStatusChanged': {
      const { status, changedAt } = event.data;
      return { ...balance, shop: { status, changedAt } };
    }
  }
};

/**
 * The balance of a new order. The customer's data stay in the event only, because no decision needs
 * personal data.
 */
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

const authorized = (balance: OrderBalance, { data }: OrderAuthorized): OrderBalance => ({
  ...balance,
  status: 'NotActivated',
  paymentMethod: data.paymentMethod ?? balance.paymentMethod,
});

const captured = (balance: OrderBalance, event: CaptureEvent): OrderBalance => {
  const { amount, outcome } = event.data;
  const left = leftAfter(balance, event);
  return {
    ...balance,
    ...left,
    // A requested capture counts as captured, because its amount cannot be captured again unless
    // the gateway refuses the capture.
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

/** The balance after the gateway took the money of a requested capture. */
export const afterSettlement = (
  balance: OrderBalance,
  { data: { amount } }: CaptureSettled,
): OrderBalance => ({
  ...balance,
  requested: balance.requested - amount,
  captured: balance.captured + amount,
});

/**
 * The balance after a capture failed: its amount is uncaptured again. An order that expired since
 * the capture stays expired; any other order can be captured again.
 */
export const afterFailure = (
  balance: OrderBalance,
  { data: { amount, rows, openCaptures } }: CaptureFailed,
): OrderBalance => ({
  ...balance,
  rows: giveBack(balance.rows, rows),
  status: statusAfterFailure(balance, openCaptures),
  requested: balance.requested - amount,
  remaining: balance.remaining + amount,
});

const statusAfterFailure = (
  { status }: OrderBalance,
  openCaptures: number,
): OrderBalance['status'] => {
  if (status === 'Expired') return status;
  return openCaptures === 0 ? 'NotActivated' : 'PartActivated';
};

type Sums = Pick<OrderBalance, 'requested' | 'captured' | 'refunded'>;

/** True if all captured money was refunded. */
const allGivenBack = ({ requested, captured, refunded }: Sums): boolean =>
  requested === 0 && refunded === captured;

/** The balance after everything uncaptured was cancelled. */
export const afterCancellation = (balance: OrderBalance, event: OrderCancelled): OrderBalance => ({
  ...balance,
  givenUp: givenUpAfter(balance.givenUp, event),
  rows: dissolve(balance.rows),
  status: statusWithoutRest(balance, event.data.openCaptures),
  cancelled: balance.cancelled + event.data.amount,
  remaining: balance.remaining - event.data.amount,
});

const statusWithoutRest = (balance: OrderBalance, openCaptures: number): OrderBalance['status'] => {
  if (openCaptures === 0) return 'Closed';
  return balance.refunded > 0 && allGivenBack(balance) ? 'Returned' : 'Activated';
};

export const afterRefund = (balance: OrderBalance, { data }: OrderRefunded): OrderBalance => {
  assertAddsUp(data);
  if (data.outcome !== undefined && data.outcome !== outcomeOf(balance)) {
    throw new InvariantViolated('I5', data.orderId, `a refund that is ${data.outcome}`);
  }
  const after = { ...balance, refunded: balance.refunded + data.amount };
  const isReturned = allGivenBack(after) && !hasRemainingRows(balance.rows);
  return isReturned ? { ...after, status: 'Returned' } : after;
};

/** The balance after a refund failed. Its amount can be refunded again. */
export const afterFailedRefund = (
  balance: OrderBalance,
  { data: { amount } }: RefundFailed,
): OrderBalance => ({
  ...balance,
  refunded: balance.refunded - amount,
  status: balance.status === 'Returned' ? 'Activated' : balance.status,
});

const assertAddsUp = ({ orderId, amount, rows, captures }: OrderRefunded['data']): void => {
  const ofRows = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const ofCaptures = captures.reduce((sum, share) => sum + share.amount, 0);
  if (ofRows !== amount || ofCaptures !== amount || amount < 0) {
    throw new InvariantViolated('I1', orderId, 'the parts of a refund do not add up to it');
  }
};

/**
 * The balance after a reauthorisation replaced the uncaptured rows by other rows. An expired order
 * is open again.
 */
export const afterReauthorization = (
  balance: OrderBalance,
  { data }: OrderReauthorized,
): OrderBalance => ({
  ...balance,
  rows: reauthorize(balance.rows, data.rows),
  rowsMade: balance.rowsMade + data.rows.length,
  total: balance.total - balance.remaining + data.amount,
  remaining: data.amount,
  status: data.openCaptures === 0 ? 'NotActivated' : 'PartActivated',
  expiresAt: data.expiresAt ?? balance.expiresAt,
});

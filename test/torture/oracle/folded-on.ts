import { captured, failed, settled } from './folded-capture.js';
import type { CaptureData, CaptureOutcome } from './folded-capture.js';
import {
  Impossible,
  insist,
  insistOnSums,
  isGivenBack,
  isOpen,
  openCapturesOf,
  remainingOf,
  worth,
} from './folded-order.js';
import type { FoldedOrder, FoldedPayment, LoggedRow } from './folded-order.js';
import { refunded, refundFailed, refundSettled } from './folded-refund.js';
import type { RefundData } from './folded-refund.js';
import { replaced, uncaptured } from './folded-rows.js';
import type { LoggedEvent } from './logged-event.js';

const registered = ({ type, data }: LoggedEvent): FoldedOrder => {
  insist(type === 'OrderRegistered', `the history begins with ${type}`);
  const rows = data['rows'] as readonly LoggedRow[];
  return {
    ...{ status: 'Pending', method: data['paymentMethod'] === 'card' ? 'card' : 'invoice' },
    ...{ total: worth(rows), requested: 0, captured: 0, cancelled: 0, refunded: 0 },
    ...{ rows: rows.map(uncaptured), captures: [], refunds: [] },
  };
};

const authorised = (order: FoldedOrder, data: LoggedEvent['data']): FoldedOrder => {
  insist(order.status === 'Pending', `authorised while ${order.status}`);
  insist(data['amount'] === order.total, 'another amount is authorised than is ordered');
  const after: FoldedOrder = { ...order, status: 'NotActivated' };
  const { paymentIntent: intent } = data;
  if (typeof intent !== 'string') return after;
  insist(order.method === 'card', 'an invoice is paid by card');
  return { ...after, payment: { intent, status: 'authorized', isRestReleased: false } };
};

interface CancelledData {
  readonly amount: number;
  readonly openCaptures: number;
}

const cancelled = (order: FoldedOrder, data: CancelledData): FoldedOrder => {
  insist(isOpen(order) || order.status === 'Expired', `cancelled while ${order.status}`);
  insist(data.amount === remainingOf(order), 'a cancellation left something');
  const open = openCapturesOf(order);
  insist(data.openCaptures === open, `${data.openCaptures} captures are open, not ${open}`);
  const rows = replaced(order.rows);
  const after = insistOnSums({ ...order, rows, cancelled: order.cancelled + data.amount });
  if (open === 0) return { ...after, status: 'Closed' };
  return { ...after, status: isGivenBack(after) ? 'Returned' : 'Activated' };
};

/** The payment of which the gateway still has to release the rest, if it has to. */
export const releaseDue = (order: FoldedOrder): FoldedPayment | undefined => {
  const { payment, total } = order;
  const hasEnded = !isOpen(order) && order.captures.every(({ status }) => status !== 'requested');
  const isHeld =
    payment?.status === 'authorized' && !payment.isRestReleased && total > order.captured;
  return hasEnded && isHeld ? payment : undefined;
};

const released = (order: FoldedOrder, data: LoggedEvent['data']): FoldedOrder => {
  const payment = releaseDue(order);
  if (payment === undefined) throw new Impossible(`released while ${order.status}`);
  insist(data['paymentIntent'] === payment.intent, 'another intent is released');
  insist(data['amount'] === order.total - order.captured, 'another amount is released than held');
  return { ...order, payment: { ...payment, status: 'released' } };
};

/**
 * Applies an event to an order; throws `Impossible`. Written from domain.md for this oracle,
 * because a mistake in the ledger's own fold would hide itself.
 */
export const foldedOn = (order: FoldedOrder | undefined, event: LoggedEvent): FoldedOrder => {
  if (order === undefined) return registered(event);
  const { type, data } = event;
  switch (type) {
    case 'OrderAuthorized':
      return authorised(order, data);
    case 'OrderCaptured':
      insist(data['amount'] === remainingOf(order), 'a full capture left something');
      return captured(order, data as unknown as CaptureData);
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return captured(order, data as unknown as CaptureData);
    case 'CaptureSettled':
      return settled(order, data as unknown as CaptureOutcome);
    case 'CaptureFailed':
      return failed(order, data as unknown as CaptureOutcome);
    case 'OrderCancelled':
      return cancelled(order, data as unknown as CancelledData);
    case 'OrderRefunded':
      return refunded(order, data as unknown as RefundData);
    case 'RefundSettled':
      return refundSettled(order, data as unknown as RefundData);
    case 'RefundFailed':
      return refundFailed(order, data as unknown as RefundData);
    case 'OrderExpired':
      insist(isOpen(order), `expired: ${order.status}`);
      return { ...order, status: 'Expired' };
    case 'AuthorizationReleased':
      return released(order, data);
    default:
      throw new Impossible(`an event of type ${type}`);
  }
};

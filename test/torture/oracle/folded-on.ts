import {
  captured,
  failed,
  settled,
  type CaptureData,
  type CaptureOutcome,
} from './folded-capture.js';
import {
  Impossible,
  insist,
  insistOnSums,
  isGivenBack,
  isOpen,
  openCapturesOf,
  remainingOf,
  worth,
  type FoldedOrder,
  type FoldedPayment,
  type LoggedRow,
  replaced,
  uncaptured,
} from './folded-order.js';
import { refunded, refundFailed, refundSettled, type RefundData } from './folded-refund.js';
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

/**
 * Returns the payment if the gateway still holds money on the card that will not be captured. The
 * ledger must release that money.
 */
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

/** The data of all types of events together. An event has only the fields of its type. */
type EventData = CaptureData & CaptureOutcome & RefundData & CancelledData;

/**
 * Applies an event to an order. The rules of docs/domain.md are implemented here a second time.
 * With the ledger's implementation, the check would repeat the ledger's mistakes instead of finding
 * them.
 *
 * @throws Impossible if the event breaks a rule
 */
export const foldedOn = (order: FoldedOrder | undefined, event: LoggedEvent): FoldedOrder => {
  if (order === undefined) return registered(event);
  const data = event.data as unknown as EventData;
  switch (event.type) {
    case 'OrderAuthorized':
      return authorised(order, event.data);
    case 'OrderCaptured':
      insist(data.amount === remainingOf(order), 'a full capture left something');
      return captured(order, data);
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return captured(order, data);
    case 'CaptureSettled':
      return settled(order, data);
    case 'CaptureFailed':
      return failed(order, data);
    case 'OrderCancelled':
      return cancelled(order, data);
    case 'OrderRefunded':
      return refunded(order, data);
    case 'RefundSettled':
      return refundSettled(order, data);
    case 'RefundFailed':
      return refundFailed(order, data);
    case 'OrderExpired':
      insist(isOpen(order), `expired: ${order.status}`);
      return { ...order, status: 'Expired' };
    case 'AuthorizationReleased':
      return released(order, event.data);
    default:
      throw new Impossible(`an event of type ${event.type}`);
  }
};

import type { CaptureRequest, RefundRequest, ReleaseRequest } from '#gateway';
import { isLastCapture, type Order, releaseDue } from '#ledger';

/**
 * A call to the gateway that an order needs. `since` is the time when the capture or the refund was
 * requested.
 */
export type GatewayWork =
  | { readonly kind: 'capture'; readonly request: CaptureRequest; readonly since: string }
  | { readonly kind: 'refund'; readonly request: RefundRequest; readonly since: string }
  | { readonly kind: 'release'; readonly request: ReleaseRequest };

/**
 * Returns the next call to the gateway that an order needs, or `undefined`. An order without a
 * payment intent needs no call: its money is settled outside of the ledger (ledger.md, "Register").
 * Captures are sent one at a time: while only one is open, the amount captured at the gateway shows
 * whether this capture was made.
 */
export const nextWork = (order: Order): GatewayWork | undefined =>
  captureWork(order) ?? refundWork(order) ?? releaseWork(order);

const captureWork = (order: Order): GatewayWork | undefined => {
  const capture = firstRequested(order.captures.values());
  if (capture === undefined) return undefined;
  const { captureId, amount, capturedAt: since, gateway } = capture;
  const intentId = gateway?.paymentIntent ?? order.payment.paymentIntent;
  if (intentId === undefined) return undefined;
  const request = {
    ...{ captureId, intentId, amount },
    ...{ orderId: order.balance.orderId, currency: order.balance.currency },
    capturedBefore: settledSum(order, intentId),
    isFinal: isLastCapture(order, captureId),
  };
  return { kind: 'capture', request, since };
};

const settledSum = ({ captures, payment }: Order, intentId: string): number => {
  let sum = 0;
  for (const { status, gateway, amount } of captures.values()) {
    const through = gateway?.paymentIntent ?? payment.paymentIntent;
    if (status === 'settled' && through === intentId) sum += amount;
  }
  return sum;
};

const refundWork = ({ refunds, payment, balance }: Order): GatewayWork | undefined => {
  const refund = refunds && firstRequested(refunds.made.values());
  if (refund === undefined) return undefined;
  const { refundId, amount, refundedAt: since } = refund;
  const { paymentIntent: intentId } = payment;
  if (intentId === undefined) return undefined;
  return {
    kind: 'refund',
    request: { refundId, intentId, amount, currency: balance.currency },
    since,
  };
};

const releaseWork = (order: Order): GatewayWork | undefined => {
  const due = releaseDue(order);
  if (due === undefined) return undefined;
  // An intent is released only once, so the intent's id is enough for the idempotency key of the
  // release.
  const { paymentIntent: intentId } = due;
  return {
    kind: 'release',
    request: { intentId, orderId: order.balance.orderId, releaseId: `release-${intentId}` },
  };
};

const firstRequested = <Item extends { readonly status: string }>(
  items: Iterable<Item>,
): Item | undefined => {
  for (const item of items) if (item.status === 'requested') return item;
  return undefined;
};

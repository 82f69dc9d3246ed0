import type { OrderView } from '#read-models';
import { moneyStateOf } from '#read-models';
import { paymentIdOf, refundIdOf } from './medusa-ids.js';

/** The time of the last capture if the order is captured in full; otherwise null. */
const capturedAtOf = (order: OrderView): string | null => {
  const state = moneyStateOf(order);
  if (state === 'cancelled' || state === 'unauthorised' || order.requested > 0) return null;
  if (order.status !== 'Activated' && order.status !== 'Returned') return null;
  return order.captures.findLast(({ status }) => status === 'settled')?.capturedAt ?? null;
};

/** A payment as Medusa's API shows it. Members for which the ledger has no data are null. */
export interface MedusaPayment {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly swap_id: null;
  readonly cart_id: null;
  /** The shop's order number, because this contract uses the order number as Medusa's order id. */
  readonly order_id: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency_code: string;
  readonly amount_refunded: number;
  readonly provider_id: 'manual' | 'stripe';
  readonly data: Readonly<Record<string, unknown>>;
  readonly captured_at: string | null;
  readonly canceled_at: string | null;
  readonly metadata: null;
  readonly idempotency_key: null;
}

/**
 * The payments of an order. An authorised order has exactly one payment; a pending order has none.
 */
export const paymentsOf = (order: OrderView, updatedAt: string): readonly MedusaPayment[] => {
  if (order.status === 'Pending') return [];
  const isClosed = order.status === 'Closed';
  const paymentIntent = order.payment?.paymentIntent;
  return [
    {
      id: paymentIdOf(order.orderId),
      created_at: order.placedAt,
      updated_at: updatedAt,
      swap_id: null,
      cart_id: null,
      order_id: order.orderNumber,
      amount: isClosed ? order.total : order.total - order.cancelled,
      currency_code: order.currency.toLowerCase(),
      amount_refunded: order.refunded,
      provider_id: order.paymentMethod === 'card' ? 'stripe' : 'manual',
      data: paymentIntent === undefined ? {} : { id: paymentIntent },
      captured_at: capturedAtOf(order),
      canceled_at: isClosed ? (order.givenUp?.cancelledAt ?? null) : null,
      metadata: null,
      idempotency_key: null,
    },
  ];
};

/** The order's refunds, without those that the gateway refused. */
export const refundsOf = (order: OrderView) =>
  order.refunds
    .filter(({ status }) => status !== 'failed')
    .map((refund) => ({
      id: refundIdOf(refund.refundId),
      created_at: refund.refundedAt,
      updated_at: refund.refundedAt,
      order_id: order.orderNumber,
      payment_id: paymentIdOf(order.orderId),
      order: null,
      payment: null,
      amount: refund.amount,
      note: refund.description === defaultDescription ? null : refund.description,
      reason: refund.reference ?? 'other',
      metadata: null,
      idempotency_key: null,
    }));

/** The ledger gives a refund this description if the caller sent none. */
const defaultDescription = 'Refund';

import { Injectable } from '@nestjs/common';
import type { PaymentIntent } from '#gateway';
import { actionOf, answerTo, reject } from '#ledger';
import type { NamedPayment, Order, Rejected } from '#ledger';
import { answerOf, CardGateway, type GatewayAnswer } from '../services/card-gateway.js';

/** The data of an order that a check of its payment intent needs. */
export interface PayableOrder {
  /** A UUID, lower case. */
  readonly orderId: string;
  /** Minor units. */
  readonly total: number;
  /** ISO 4217. */
  readonly currency: string;
}

const usable: readonly PaymentIntent['status'][] = ['requires_capture', 'processing', 'succeeded'];

/** The amount that the intent holds for the order, or has already captured. */
const heldBy = ({ status, amount, capturable, captured }: PaymentIntent): number => {
  if (status === 'requires_capture') return capturable;
  return status === 'succeeded' ? captured : amount;
};

/**
 * The reason why an intent cannot pay the order, or `undefined` (docs/decisions/0042). An intent
 * may hold more than the total: the last capture releases the rest.
 */
export const refusalOfIntent = (
  intent: PaymentIntent,
  { orderId, total, currency }: PayableOrder,
): Rejected | undefined => {
  const { id, status, metadata } = intent;
  if ((metadata['ledger_order'] ?? orderId) !== orderId) {
    return reject('PAYMENT_INTENT_MISMATCH', `The payment intent ${id} belongs to another order.`);
  }
  if (intent.currency !== currency) {
    const detail = `The payment intent is in ${intent.currency}, but the order is in ${currency}.`;
    return reject('PAYMENT_INTENT_CURRENCY_MISMATCH', detail);
  }
  if (!usable.includes(status)) {
    return reject('PAYMENT_INTENT_NOT_CAPTURABLE', `The payment intent is ${status}.`);
  }
  const held = heldBy(intent);
  if (held >= total) return undefined;
  const detail = `The payment intent holds ${held}, but the order's total is ${total} (${currency}, minor units).`;
  return reject('PAYMENT_INTENT_INSUFFICIENT', detail);
};

const readWithinMs = 10_000;
/** Milliseconds that a registration waits at most for the gateway to return a payment intent. */
const lookWithinMs = 3_000;

const refused = ({ status, code, message }: { status: number; code: string; message: string }) =>
  reject(
    status === 404 ? 'PAYMENT_INTENT_NOT_FOUND' : 'PAYMENT_INTENT_REFUSED',
    `The gateway says: ${message} (${code})`,
  );

/** Reads the payment intents of orders from the card gateway. */
@Injectable()
export class OrderPayments {
  constructor(private readonly gateway: CardGateway) {}

  /**
   * The reason why the intent cannot pay the order, or `undefined`. If the gateway does not answer,
   * the order is accepted, because the worker reads the intent again before each capture.
   */
  async refusal(order: PayableOrder, intentId: string): Promise<Rejected | undefined> {
    const outcome = await this.gateway.read(intentId, lookWithinMs);
    if (outcome.kind === 'unknown') return undefined;
    const found = foundIn(outcome, order);
    return 'kind' in found ? found : undefined;
  }

  /**
   * Reads from the gateway the payment intent named in a capture request. Nothing is read if the
   * order has an intent already or is not paid by card. A request that repeats an earlier one under
   * its idempotency key needs no read either.
   *
   * @throws GatewayAway
   */
  async named(
    { balance, payment, answers }: Order,
    { paymentIntent, idempotencyKey }: { paymentIntent: string; idempotencyKey?: string },
  ): Promise<NamedPayment | Rejected> {
    const isRepeat =
      idempotencyKey !== undefined &&
      answerTo({ answers }, actionOf.RequestCapture, idempotencyKey) !== undefined;
    if (isRepeat || payment.method !== 'card' || payment.paymentIntent !== undefined)
      return { paymentIntent };
    const answer = answerOf(await this.gateway.read(paymentIntent, readWithinMs));
    const found = foundIn(answer, balance);
    if ('kind' in found) return found;
    const { status, metadata } = found;
    const orderReference = metadata['order_id'];
    const reference = orderReference !== undefined && { orderReference };
    return { paymentIntent, seen: { status, ...reference } };
  }
}

const foundIn = (
  answer: GatewayAnswer<PaymentIntent>,
  order: PayableOrder,
): PaymentIntent | Rejected => {
  if (answer.kind === 'refused') return refused(answer.refusal);
  return refusalOfIntent(answer.value, order) ?? answer.value;
};

import { Inject, Injectable } from '@nestjs/common';
import { actionOf, answerTo } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { StoreApi } from '../../../services/store-api.js';
import { storeApiToken } from '../../../services/service-tokens.js';
import { type ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { isPayable } from '../orders/shop-status.js';
import type { CheckoutDto, PaymentMethodId } from '../request/checkout.dto.js';
import { notPayable } from '../woo-store-envelope.js';
import { CheckoutCards } from './card-payments.js';
import { declinedOutcome, paymentRefused, type PaymentOutcome } from './payment-outcome.js';
import { type Asked, RecordedPayments } from './recorded-payments.js';

const cardMethod: PaymentMethodId = 'woocommerce_payments';
const cardKey = 'wcpay-payment-method';

const missingMethod = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_checkout_missing_payment_method',
    detail: 'No payment method provided.',
  });

const disabledMethod = (method: string): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_checkout_payment_method_disabled',
    detail: `${method} is not available for this order. Please choose a different payment method.`,
  });

/** The gateway's payment method id, such as `pm_...`, in the data of a card payment. */
const cardIn = ({ payment_data: data = [] }: CheckoutDto): string | undefined => {
  const value = data.findLast(({ key }) => key === cardKey)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Pays `Pending` orders by card or by an offline method. */
@Injectable()
export class CheckoutPayments {
  constructor(
    private readonly cards: CheckoutCards,
    private readonly payments: RecordedPayments,
    private readonly orders: ShopOrders,
    @Inject(storeApiToken) private readonly storeApi: Pick<StoreApi, 'methods'>,
  ) {}

  /**
   * Pays an order, unless an earlier request with the same idempotency key has an answer: a repeat
   * gets that answer. `pay` can fail because a concurrent request with the same key has paid the
   * order. So the log is read again before the failure counts.
   *
   * @throws HttpError 422 if the key was used for a different request
   */
  async once(
    found: ShopOrder,
    body: CheckoutDto,
    pay: () => Promise<PaymentOutcome>,
  ): Promise<{ readonly outcome: PaymentOutcome; readonly isRepeat: boolean }> {
    const before = await this.#answeredBefore(found, body);
    if (before !== undefined) return { outcome: before, isRepeat: true };
    try {
      return { outcome: await pay(), isRepeat: false };
    } catch (error) {
      if (found.target.request.idempotencyKey === undefined) throw error;
      const now = { ...found, order: await this.orders.now(found) };
      const meanwhile = await this.#answeredBefore(now, body);
      if (meanwhile === undefined) throw error;
      return { outcome: meanwhile, isRepeat: true };
    }
  }

  /** The recorded answer to the request's idempotency key; undefined if there is none. */
  async #answeredBefore(found: ShopOrder, body: CheckoutDto): Promise<PaymentOutcome | undefined> {
    const { order, target } = found;
    const { idempotencyKey } = target.request;
    if (idempotencyKey === undefined) return undefined;
    const answer = answerTo(order, actionOf.AuthorizeOrder, idempotencyKey);
    if (answer === undefined) return undefined;
    await this.payments.assertSameRequest(askedOf(found, body));
    return answer.failure === undefined
      ? { status: 'success', order }
      : declinedOutcome(order, answer.failure);
  }

  /** Checks that the order can be paid now. @throws HttpError 400 */
  assertPayable({ order, target }: ShopOrder): void {
    if (!isPayable(order, target.request.at)) throw new HttpError(notPayable);
  }

  /**
   * Pays an order by the payment method that the request names.
   *
   * @throws HttpError 400 if the method is not enabled, or the payment is refused
   */
  async pay(found: ShopOrder, body: CheckoutDto): Promise<PaymentOutcome> {
    const method = body.payment_method;
    if (method === undefined || method === '') throw missingMethod();
    const isEnabled = this.storeApi.methods.includes(method);
    if (!isEnabled || (method === cardMethod && !this.cards.isConfigured))
      throw disabledMethod(method);
    const asked = askedOf(found, body);
    if (method !== cardMethod) return this.#payOffline(asked, method);
    const card = cardIn(body);
    if (card === undefined)
      throw paymentRefused(`The payment data have no ${cardKey}, which a card payment needs.`);
    return this.cards.pay(asked, card);
  }

  async #payOffline(asked: Asked, method: string): Promise<PaymentOutcome> {
    const paidByCard = await this.cards.begunWith(asked);
    if (paidByCard !== undefined) return paidByCard;
    const order = await this.payments.offline(asked, method);
    await this.cards.giveUp(asked.found);
    return { status: 'success', order };
  }
}

/**
 * Identifies the request under its idempotency key by payment method and card. Addresses are not
 * included, because the log must not contain a hash of personal data.
 */
const askedOf = (found: ShopOrder, body: CheckoutDto): Asked => ({
  found,
  request: JSON.stringify([body.payment_method ?? '', cardIn(body) ?? '']),
});

import { Injectable } from '@nestjs/common';
import { paymentFindingOf, type Gateway, type NewIntent, type PaymentIntent } from '#gateway';
import { actionId } from '../../../commands/command-request.js';
import type { ShopOrder } from '../orders/shop-orders.js';
import { paymentRefused } from './payment-outcome.js';
import { RecordedPayments } from './recorded-payments.js';

/**
 * The maximum number of idempotency keys with which an intent is requested. For a key whose request
 * has failed, the gateway repeats the failure, so each further try needs a new key.
 */
const keysMax = 3;

/** Finds or makes the payment intent on which the cards of an order are tried. */
@Injectable()
export class CheckoutIntents {
  constructor(private readonly payments: RecordedPayments) {}

  /**
   * Returns the order's payment intent in its present state at the gateway. If there is none that
   * can be used, an intent is made and recorded in the log. Returns undefined if the gateway does
   * not answer.
   *
   * @throws HttpError 400 if the gateway refuses to make an intent
   */
  async of(found: ShopOrder, gateway: Gateway): Promise<PaymentIntent | undefined> {
    const { checkoutIntent: known } = found.order.payment;
    if (known !== undefined) {
      const read = await gateway.readIntent(known);
      if (read.kind === 'unknown') return undefined;
      if (read.kind === 'done' && paymentFindingOf(read.value) !== 'over') return read.value;
    }
    const made = await this.#make(found, gateway);
    if (made === undefined) return undefined;
    const id = await this.payments.intent(found, made.id, known);
    if (id === made.id) return made;
    const read = await gateway.readIntent(id);
    return read.kind === 'done' ? read.value : undefined;
  }

  /**
   * Makes an intent without a card. An intent that is never used holds no money, so it does no
   * harm.
   */
  async #make({ order, target }: ShopOrder, gateway: Gateway): Promise<PaymentIntent | undefined> {
    const { total, currency, orderNumber } = order.balance;
    const { checkoutIntent = 'first' } = order.payment;
    // A repeated request must have the same content, because the gateway refuses different content
    // under the same idempotency key.
    const wanted: NewIntent = {
      ...{ amount: total, currency, methods: ['card'], capture: 'manual' },
      metadata: { order_id: orderNumber, order_number: orderNumber, ledger_order: target.orderId },
    };
    for (let keys = 0; keys < keysMax; keys += 1) {
      const name = `${checkoutIntent} ${keys}`;
      const key = actionId(target.orderId, 'create-checkout-intent', name);
      const created = await gateway.createIntent(wanted, key);
      if (created.kind === 'done') return created.value;
      if (created.kind === 'refused') throw paymentRefused(created.refusal.message);
      if (created.isFinal !== true) return undefined;
    }
    return undefined;
  }
}

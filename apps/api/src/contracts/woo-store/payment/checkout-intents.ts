import { Injectable } from '@nestjs/common';
import { findingOf, type Gateway, type NewIntent, type PaymentIntent } from '#gateway';
import { actionId } from '../../../commands/command-request.js';
import type { ShopOrder } from '../orders/shop-orders.js';
import { paymentRefused } from './payment-outcome.js';
import { RecordedPayments } from './recorded-payments.js';

/** Keys that are tried for a new intent: a kept failure never becomes an answer. */
const keysMax = 3;

/** The payment intents on which the cards of orders are asked. */
@Injectable()
export class CheckoutIntents {
  constructor(private readonly payments: RecordedPayments) {}

  /**
   * The intent of the order as the gateway has it now: the one in the log, or a new one, which is
   * in the log when this resolves. Absent if the gateway does not say.
   *
   * @throws HttpError 400 if the gateway makes none for such an order
   */
  async of(found: ShopOrder, gateway: Gateway): Promise<PaymentIntent | undefined> {
    const { checkoutIntent: known } = found.order.payment;
    if (known !== undefined) {
      const read = await gateway.readIntent(known);
      if (read.kind === 'unknown') return undefined;
      if (read.kind === 'done' && findingOf(read.value) !== 'over') return read.value;
    }
    const made = await this.#make(found, gateway);
    if (made === undefined) return undefined;
    const id = await this.payments.intent(found, made.id, known);
    if (id === made.id) return made;
    const read = await gateway.readIntent(id);
    return read.kind === 'done' ? read.value : undefined;
  }

  /** No card is asked by it, so that one too many does no harm. */
  async #make({ order, target }: ShopOrder, gateway: Gateway): Promise<PaymentIntent | undefined> {
    const { total, currency, orderNumber } = order.balance;
    const { checkoutIntent = 'first' } = order.payment;
    // The same at each repeat of this, as its key needs it.
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

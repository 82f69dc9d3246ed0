import { Injectable } from '@nestjs/common';
import { paymentFindingOf, type Gateway, type NewIntent, type PaymentIntent } from '#gateway';
import { actionId } from '../../../commands/command-request.js';
import type { ShopOrder } from '../orders/shop-orders.js';
import { paymentRefused } from './payment-outcome.js';
import { RecordedPayments } from './recorded-payments.js';

/** The gateway repeats a failure for its key, so that a few keys are tried for a new intent. */
const keysMax = 3;

/** Finds or makes the payment intent on which the cards of an order are tried. */
@Injectable()
export class CheckoutIntents {
  constructor(private readonly payments: RecordedPayments) {}

  /**
   * The intent of the order as the gateway has it now. A new intent is in the log when this
   * resolves. Undefined if the gateway gives no answer.
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

  /** Makes an intent. It asks for no card yet, so that an intent too many does no harm. */
  async #make({ order, target }: ShopOrder, gateway: Gateway): Promise<PaymentIntent | undefined> {
    const { total, currency, orderNumber } = order.balance;
    const { checkoutIntent = 'first' } = order.payment;
    // Equal at each repeat: the gateway refuses a key that comes with other content.
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

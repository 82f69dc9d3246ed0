import { Inject, Injectable } from '@nestjs/common';
import { paymentFindingOf, type Gateway, type PaymentIntent, type Refusal } from '#gateway';
import type { Order } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { type CardPayments, cardsToken } from '../../../services/service-tokens.js';
import type { ShopOrder } from '../orders/shop-orders.js';
import { CheckoutIntents } from './checkout-intents.js';
import {
  declinedOutcome,
  paymentRefused,
  pendingOutcome,
  type PaymentOutcome,
  unknownOutcome,
} from './payment-outcome.js';
import { type Asked, RecordedPayments } from './recorded-payments.js';

/**
 * An order with this many events accepts no more cards. Only an order whose payment has failed
 * hundreds of times has so long a history.
 */
const eventsMax = 500;

const cardStatus = 402;

interface Attempt {
  readonly asked: Asked;
  /** The id of the gateway's payment method, such as `pm_...`. */
  readonly card: string;
  readonly gateway: Gateway;
}

/**
 * Authorises cards at the gateway. All cards of an order are tried on the same payment intent,
 * which is written into the log before the first card is tried. The gateway authorises an intent at
 * most once. So a lost answer, a crash or a concurrent checkout never leads to a second
 * authorisation.
 */
@Injectable()
export class CheckoutCards {
  constructor(
    @Inject(cardsToken) private readonly cards: CardPayments,
    private readonly intents: CheckoutIntents,
    private readonly payments: RecordedPayments,
  ) {}

  get isConfigured(): boolean {
    return this.cards.isConfigured;
  }

  /**
   * Pays an order by card.
   *
   * @throws HttpError 400 if the gateway refuses, or the order has been paid in the meantime
   */
  async pay(asked: Asked, card: string): Promise<PaymentOutcome> {
    const { order } = asked.found;
    if (order.revision >= eventsMax)
      throw paymentRefused('Too many payments of this order failed.');
    const attempt = { asked, card, gateway: await this.cards.gateway() };
    const intent = await this.intents.of(asked.found, attempt.gateway);
    if (intent === undefined) return unknownOutcome(order);
    const isSameCard = intent.status === 'requires_action' && intent.paymentMethodId === card;
    if (paymentFindingOf(intent) !== 'open' || isSameCard) return this.#settled(attempt, intent);
    return this.#confirm(attempt, intent);
  }

  /**
   * Asks the gateway for the order's payment intent and returns the order in its new state. The
   * gateway may have authorised the intent without the ledger's knowledge: the customer has
   * authenticated since, or an answer of the gateway was lost. Then the authorisation is recorded
   * now.
   */
  async refresh(found: ShopOrder): Promise<Order> {
    const { balance, payment } = found.order;
    const { checkoutIntent } = payment;
    const isOpen = balance.status === 'Pending' && checkoutIntent !== undefined;
    if (!isOpen || !this.isConfigured) return found.order;
    const gateway = await this.cards.gateway();
    const read = await gateway.readIntent(checkoutIntent);
    const isPaid = read.kind === 'done' && paymentFindingOf(read.value) === 'authorised';
    if (!isPaid) return found.order;
    return this.payments.card({ found, request: 'refresh' }, read.value, gateway);
  }

  /**
   * The outcome of an earlier card payment that has paid the order or may still do so. As long as
   * there is such a payment, no other payment method is accepted, because the order could be paid
   * twice. Returns undefined if no card can have paid the order.
   */
  async begunWith(asked: Asked): Promise<PaymentOutcome | undefined> {
    const { order } = asked.found;
    const { checkoutIntent: id } = order.payment;
    if (id === undefined) return undefined;
    if (!this.isConfigured) return unknownOutcome(order);
    const gateway = await this.cards.gateway();
    const read = await gateway.readIntent(id);
    if (read.kind === 'unknown') return unknownOutcome(order);
    const isOpen =
      read.kind === 'refused' || ['open', 'over'].includes(paymentFindingOf(read.value));
    return isOpen ? undefined : this.#settled({ asked, card: '', gateway }, read.value);
  }

  /**
   * Cancels the intent on which the customer began to pay by card. Only called when another payment
   * of the order is in the log. From then on the order accepts no card, so cancelling cannot undo a
   * payment of the order.
   */
  async giveUp({ order, target }: ShopOrder): Promise<void> {
    const { checkoutIntent: id } = order.payment;
    if (id === undefined) return;
    const gateway = await this.cards.gateway();
    await gateway.cancelIntent(id, actionId(target.orderId, 'release-authorization', id));
  }

  async #confirm(attempt: Attempt, intent: PaymentIntent): Promise<PaymentOutcome> {
    const { asked, card, gateway } = attempt;
    const { order, target } = asked.found;
    // The key stays the same for one card until a failure is recorded, so that a repeated checkout
    // does not authorise the card a second time. After a failure the key changes, because the
    // gateway would only repeat its old answer.
    const since = order.payment.failure?.failedAt ?? 'first';
    const key = actionId(target.orderId, 'authorize', `${intent.id} ${since} ${card}`);
    const confirmed = await gateway.confirmIntent(intent.id, card, key);
    if (confirmed.kind === 'done') return this.#settled(attempt, confirmed.value);
    if (confirmed.kind === 'refused') return this.#refused(attempt, intent, confirmed.refusal);
    return this.#readAgain(attempt, intent.id, async () => {
      // For a final failure the gateway repeats the same answer whenever this key is used.
      // Recording the failure gives the next attempt another key.
      const isOver = confirmed.isFinal === true;
      return unknownOutcome(isOver ? await this.payments.keyUsedUp(asked, intent.id) : order);
    });
  }

  async #refused(
    attempt: Attempt,
    { id }: PaymentIntent,
    { status, code, message }: Refusal,
  ): Promise<PaymentOutcome> {
    if (status === cardStatus) {
      const failure = { reason: message, paymentIntent: id };
      return declinedOutcome(await this.payments.failure(attempt.asked, failure), message);
    }
    if (code !== 'payment_intent_unexpected_state') throw paymentRefused(message);
    return this.#readAgain(attempt, id, () => {
      throw paymentRefused(message);
    });
  }

  /**
   * Reads the intent from the gateway. If it is authorised, or waits for the customer or the bank,
   * this is the outcome. If not, `otherwise` decides.
   */
  async #readAgain(
    attempt: Attempt,
    id: string,
    otherwise: () => PaymentOutcome | Promise<PaymentOutcome>,
  ): Promise<PaymentOutcome> {
    const read = await attempt.gateway.readIntent(id);
    if (read.kind !== 'done') return unknownOutcome(attempt.asked.found.order);
    const isDecided =
      paymentFindingOf(read.value) === 'authorised' || paymentFindingOf(read.value) === 'waits';
    return isDecided ? this.#settled(attempt, read.value) : otherwise();
  }

  /**
   * Turns the state of the intent into the outcome of the checkout, and records an authorisation in
   * the log.
   */
  async #settled(attempt: Attempt, intent: PaymentIntent): Promise<PaymentOutcome> {
    const { asked, gateway } = attempt;
    const { order } = asked.found;
    if (paymentFindingOf(intent) === 'authorised')
      return { status: 'success', order: await this.payments.card(asked, intent, gateway) };
    if (paymentFindingOf(intent) === 'waits' || intent.status === 'requires_action')
      return pendingOutcome(await this.payments.waiting(asked, intent, gateway), intent);
    return unknownOutcome(order);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { findingOf, type Gateway, type PaymentIntent, type Refusal } from '#gateway';
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

/** An order whose payments failed this often is not asked for again. */
const eventsMax = 500;

const cardStatus = 402;

interface Attempt {
  readonly asked: Asked;
  /** The gateway's payment method. */
  readonly card: string;
  readonly gateway: Gateway;
}

/**
 * Authorises cards at the gateway. An order has one payment intent on which its cards are asked:
 * the gateway authorises an intent at most once, and the intent is in the log before the first card
 * is asked. So a lost answer, a crash or another checkout at the same time finds the same
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

  /** @throws HttpError 400 for what the gateway refuses, or an order that is paid meanwhile */
  async pay(asked: Asked, card: string): Promise<PaymentOutcome> {
    const { order } = asked.found;
    if (order.revision >= eventsMax)
      throw paymentRefused('Too many payments of this order failed.');
    const attempt = { asked, card, gateway: await this.cards.gateway() };
    const intent = await this.intents.of(asked.found, attempt.gateway);
    if (intent === undefined) return unknownOutcome(order);
    const isSameCard = intent.status === 'requires_action' && intent.paymentMethodId === card;
    if (findingOf(intent) !== 'open' || isSameCard) return this.#settled(attempt, intent);
    return this.#confirm(attempt, intent);
  }

  /**
   * The order as its payment intent has it meanwhile: the customer may have authenticated, or the
   * answer to a checkout may have been lost. An order that nothing is known of stays as it is.
   */
  async refresh(found: ShopOrder): Promise<Order> {
    const { balance, payment } = found.order;
    const { checkoutIntent } = payment;
    const isOpen = balance.status === 'Pending' && checkoutIntent !== undefined;
    if (!isOpen || !this.isConfigured) return found.order;
    const gateway = await this.cards.gateway();
    const read = await gateway.readIntent(checkoutIntent);
    const isPaid = read.kind === 'done' && findingOf(read.value) === 'authorised';
    if (!isPaid) return found.order;
    return this.payments.card({ found, request: 'refresh' }, read.value, gateway);
  }

  /**
   * The outcome of a card payment that the customer has begun, if it paid the order or still may.
   * Another payment method is then refused.
   */
  async begunWith(asked: Asked): Promise<PaymentOutcome | undefined> {
    const { order } = asked.found;
    const { checkoutIntent: id } = order.payment;
    if (id === undefined) return undefined;
    if (!this.isConfigured) return unknownOutcome(order);
    const gateway = await this.cards.gateway();
    const read = await gateway.readIntent(id);
    if (read.kind === 'unknown') return unknownOutcome(order);
    const isOpen = read.kind === 'refused' || ['open', 'over'].includes(findingOf(read.value));
    return isOpen ? undefined : this.#settled({ asked, card: '', gateway }, read.value);
  }

  /**
   * Gives a card up that the customer began to pay with, after another payment is in the log: from
   * then on the order takes no card, so nothing is given up that it holds.
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
    // A failure on record makes the next attempt another one; all others of this card are the same.
    const since = order.payment.failure?.failedAt ?? 'first';
    const key = actionId(target.orderId, 'authorize', `${intent.id} ${since} ${card}`);
    const confirmed = await gateway.confirmIntent(intent.id, card, key);
    if (confirmed.kind === 'done') return this.#settled(attempt, confirmed.value);
    if (confirmed.kind === 'refused') return this.#refused(attempt, intent, confirmed.refusal);
    return this.#readAgain(attempt, intent.id, async () => {
      // A kept answer never becomes another one under its key.
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

  /** The outcome by what the gateway shows; `otherwise` if that says of no authorisation. */
  async #readAgain(
    attempt: Attempt,
    id: string,
    otherwise: () => PaymentOutcome | Promise<PaymentOutcome>,
  ): Promise<PaymentOutcome> {
    const read = await attempt.gateway.readIntent(id);
    if (read.kind !== 'done') return unknownOutcome(attempt.asked.found.order);
    const isDecided = findingOf(read.value) === 'authorised' || findingOf(read.value) === 'waits';
    return isDecided ? this.#settled(attempt, read.value) : otherwise();
  }

  async #settled(attempt: Attempt, intent: PaymentIntent): Promise<PaymentOutcome> {
    const { asked, gateway } = attempt;
    const { order } = asked.found;
    if (findingOf(intent) === 'authorised')
      return { status: 'success', order: await this.payments.card(asked, intent, gateway) };
    if (findingOf(intent) === 'waits' || intent.status === 'requires_action')
      return pendingOutcome(await this.payments.waiting(asked, intent, gateway), intent);
    return unknownOutcome(order);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { OrderIds } from '#ledger';
import { type SeededRandom, derivedRandom } from '../../faults/support/seeded-random.js';
import { apiNames } from '../parts/names.js';
import { OperationSender } from './operation-sender.js';
import type { Checkout } from './checkout.js';
import { drawChange, underSameKey } from './draw-change.js';
import { drawOrder, goodCard, registration, roomyOrder, type NewOrder } from './draw-order.js';
import type { Journal } from './journal.js';
import type { LedgerHttp } from './ledger-http.js';
import { isAccepted, type Operation } from './operation.js';
import type { TargetOrder } from './target-order.js';

/**
 * The index, in the list of all orders, of the invoice order that all callers change at the same
 * time, so that their commands collide.
 */
const hot = 0;
const shares = {
  register: 0.12,
  hot: 0.25,
  hotCard: 0.15,
  atOnce: 0.12,
  keyReused: 0.08,
  look: 0.08,
};
const ordersMax = 5_000;

export interface Load {
  readonly http: LedgerHttp;
  readonly checkout: Checkout;
  readonly journal: Journal;
  readonly seed: number;
  readonly callers: number;
}

/**
 * Simulates the servers of many merchants, called "callers". Each sends random commands: for new
 * orders, for orders that others also change, and for two orders that all of them change.
 */
export class Callers {
  private known: OrderIds | undefined;
  /**
   * The card order that all callers change at the same time. A new one is registered in each round.
   */
  private hotCard: TargetOrder | undefined;

  constructor(private readonly load: Load) {}

  private get orderIds(): OrderIds {
    if (this.known === undefined) throw new Error('The callers are not prepared');
    return this.known;
  }

  /**
   * Registers orders before the first round: the invoice order that all callers change, and `count`
   * others.
   */
  async prepare(count: number): Promise<void> {
    const random = derivedRandom(this.load.seed, 'orders');
    const sender = new OperationSender(this.load.http, random);
    const never = new AbortController().signal;
    this.known = await this.load.http.orderIds();
    await this.register(roomyOrder('hot'), random, { sender, signal: never });
    for (let index = 0; index < count; index += 1) {
      const order = drawOrder(random, `prepared-${index}`);
      await this.register(order, random, { sender, signal: never });
    }
  }

  /** Sends commands until the signal is aborted, and resolves when every request has ended. */
  async work(round: number, signal: AbortSignal): Promise<void> {
    const { callers, seed } = this.load;
    await Promise.all([
      this.bringHotCard(round, signal),
      ...Array.from({ length: callers }, async (_, index) => {
        const random = derivedRandom(seed, 'caller', round, index);
        await this.workAlone(`${round}-${index}`, random, signal);
      }),
    ]);
  }

  private async bringHotCard(round: number, signal: AbortSignal): Promise<void> {
    const random = derivedRandom(this.load.seed, 'hot card', round);
    const sender = new OperationSender(this.load.http, random);
    const order = roomyOrder(`hot-card-${round}`, goodCard);
    this.hotCard = (await this.register(order, random, { sender, signal })) ?? this.hotCard;
  }

  private async workAlone(name: string, random: SeededRandom, signal: AbortSignal): Promise<void> {
    const sender = new OperationSender(this.load.http, random);
    for (let count = 0; !signal.aborted; count += 1) {
      const { orders } = this.load.journal;
      if (orders.length < ordersMax && random.next() < shares.register) {
        const order = drawOrder(random, `order-${name}-${count}`);
        await this.register(order, random, { sender, signal });
      } else {
        const order = this.drawTarget(random);
        const operation = drawChange(order, `${name}-${count}`, random);
        await this.change(order, operation, { sender, random, signal });
      }
      await delay(random.between(0, 60));
    }
  }

  /**
   * Registers an order. Returns undefined if its payment failed or the ledger did not accept it.
   */
  private async register(
    drawn: NewOrder,
    random: SeededRandom,
    { sender, signal }: { readonly sender: OperationSender; readonly signal: AbortSignal },
  ): Promise<TargetOrder | undefined> {
    const { journal } = this.load;
    const order = await this.paid(drawn, signal);
    if (order === undefined) return undefined;
    const operation = registration(order, random, this.orderIds);
    journal.begin(operation);
    if (random.next() < shares.atOnce) await sender.atOnce(operation);
    await sender.untilDefinite(operation, signal);
    const accepted = operation.attempts.some(({ outcome }) => isAccepted(outcome));
    // Some orders have an expiry time of only seconds. The ledger refuses one that expires before
    // it arrives.
    if (!accepted) return undefined;
    const registered = { ...order, orderId: operation.orderId };
    journal.orders.push(registered);
    return registered;
  }

  /**
   * Authorises the payment of a card order at the gateway, and adds the id of the payment intent.
   * Returns undefined if the gateway did not answer.
   */
  private async paid(order: NewOrder, signal: AbortSignal): Promise<NewOrder | undefined> {
    const { card, orderNumber, total: amount } = order;
    if (card === undefined) return order;
    const paymentIntent = await this.load.checkout.pay({ orderNumber, amount, card }, signal);
    return paymentIntent === undefined ? undefined : { ...order, paymentIntent };
  }

  private async change(
    order: TargetOrder,
    operation: Operation,
    {
      sender,
      random,
      signal,
    }: { sender: OperationSender; random: SeededRandom; signal: AbortSignal },
  ): Promise<void> {
    this.load.journal.begin(operation);
    const repeatable = operation.key !== undefined;
    if (repeatable && random.next() < shares.atOnce) await sender.atOnce(operation);
    await sender.untilDefinite(operation, signal);
    const other = underSameKey(order, operation, random);
    if (repeatable && other !== undefined && random.next() < shares.keyReused) {
      this.load.journal.begin(other);
      await sender.untilDefinite(other, signal);
    }
    if (random.next() < shares.look) await this.look(operation, random);
  }

  /**
   * Reads a capture or refund that was accepted. The read waits for the log position in the
   * command's answer, so the result must include the change.
   */
  private async look(operation: Operation, random: SeededRandom): Promise<void> {
    const accepted = operation.attempts.map(({ outcome }) => outcome).find(isAccepted);
    const { orderId, action } = operation;
    if (accepted?.madeId === undefined) return;
    const path = `/v1/orders/${orderId}/${action}s/${accepted.madeId}`;
    const { outcome, text } = await this.load.http.exchange({
      api: random.pick(apiNames),
      contract: 'ledger',
      method: 'GET',
      path,
      headers: { 'ledger-position': accepted.position ?? '0', prefer: 'wait=5' },
    });
    if (outcome.kind === 'hung')
      this.load.journal.wrongReads.push({ operation: path, text: 'hung' });
    if (outcome.kind !== 'answered' || [401, 412, 503].includes(outcome.status)) return;
    if (outcome.status !== 200 || !text.includes(operation.name)) {
      this.load.journal.wrongReads.push({ operation: path, text: `${outcome.status} ${text}` });
    }
  }

  /**
   * Draws the order to change. Often it is one of the two orders that all callers change. Otherwise
   * it is any order, and most often an early one (a Zipf distribution).
   */
  private drawTarget(random: SeededRandom): TargetOrder {
    const { orders } = this.load.journal;
    const drawn = random.next();
    if (drawn < shares.hot) return orders[hot]!;
    if (drawn < shares.hot + shares.hotCard && this.hotCard !== undefined) return this.hotCard;
    return orders[Math.floor(orders.length ** random.next()) - 1] ?? orders[hot]!;
  }
}

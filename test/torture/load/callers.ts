import { setTimeout as delay } from 'node:timers/promises';
import type { OrderIds } from '#ledger';
import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { derivedRandom } from '../derived-random.js';
import { apiNames } from '../parts/names.js';
import { Asking } from './asking.js';
import type { Checkout } from './checkout.js';
import { drawChange, underSameKey } from './draw-change.js';
import { drawOrder, goodCard, registration, roomyOrder } from './draw-order.js';
import type { NewOrder } from './draw-order.js';
import type { Journal } from './journal.js';
import type { LedgerHttp } from './ledger-http.js';
import { isAccepted } from './operation.js';
import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

/** The index of the order that all callers work on. */
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
 * The backends of many merchants, at work on orders of their own, on shared orders and on one order
 * common to all.
 */
export class Callers {
  private known: OrderIds | undefined;
  /** The card order that all callers work on; each round has a new one. */
  private hotCard: Ordered | undefined;

  constructor(private readonly load: Load) {}

  private get orderIds(): OrderIds {
    if (this.known === undefined) throw new Error('The callers are not prepared');
    return this.known;
  }

  /** Registers the first orders. */
  async prepare(count: number): Promise<void> {
    const random = derivedRandom(this.load.seed, 'orders');
    const asking = new Asking(this.load.http, random);
    const never = new AbortController().signal;
    this.known = await this.load.http.orderIds();
    await this.register(roomyOrder('hot'), random, { asking, signal: never });
    for (let index = 0; index < count; index += 1) {
      const order = drawOrder(random, `prepared-${index}`);
      await this.register(order, random, { asking, signal: never });
    }
  }

  /** Works until the signal; resolves when every request that was sent has ended. */
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
    const asking = new Asking(this.load.http, random);
    const order = roomyOrder(`hot-card-${round}`, goodCard);
    this.hotCard = (await this.register(order, random, { asking, signal })) ?? this.hotCard;
  }

  private async workAlone(name: string, random: SeededRandom, signal: AbortSignal): Promise<void> {
    const asking = new Asking(this.load.http, random);
    for (let count = 0; !signal.aborted; count += 1) {
      const { orders } = this.load.journal;
      if (orders.length < ordersMax && random.next() < shares.register) {
        const order = drawOrder(random, `order-${name}-${count}`);
        await this.register(order, random, { asking, signal });
      } else {
        const order = this.drawTarget(random);
        const operation = drawChange(order, `${name}-${count}`, random);
        await this.change(order, operation, { asking, random, signal });
      }
      await delay(random.between(0, 60));
    }
  }

  /** Returns the order if the ledger has accepted it. */
  private async register(
    drawn: NewOrder,
    random: SeededRandom,
    { asking, signal }: { readonly asking: Asking; readonly signal: AbortSignal },
  ): Promise<Ordered | undefined> {
    const { journal } = this.load;
    const order = await this.paid(drawn, signal);
    if (order === undefined) return undefined;
    const operation = registration(order, random, this.orderIds);
    journal.begin(operation);
    if (random.next() < shares.atOnce) await asking.atOnce(operation);
    await asking.untilDefinite(operation, signal);
    const accepted = operation.attempts.some(({ outcome }) => isAccepted(outcome));
    // A registration with a close expiry is refused if the order expires before the request
    // arrives.
    if (!accepted) return undefined;
    const registered = { ...order, orderId: operation.orderId };
    journal.orders.push(registered);
    return registered;
  }

  /** The order with the customer's payment; `undefined` if the gateway was away. */
  private async paid(order: NewOrder, signal: AbortSignal): Promise<NewOrder | undefined> {
    const { card, orderNumber, total: amount } = order;
    if (card === undefined) return order;
    const paymentIntent = await this.load.checkout.pay({ orderNumber, amount, card }, signal);
    return paymentIntent === undefined ? undefined : { ...order, paymentIntent };
  }

  private async change(
    order: Ordered,
    operation: Operation,
    { asking, random, signal }: { asking: Asking; random: SeededRandom; signal: AbortSignal },
  ): Promise<void> {
    this.load.journal.begin(operation);
    const repeatable = operation.key !== undefined;
    if (repeatable && random.next() < shares.atOnce) await asking.atOnce(operation);
    await asking.untilDefinite(operation, signal);
    const other = underSameKey(order, operation, random);
    if (repeatable && other !== undefined && random.next() < shares.keyReused) {
      this.load.journal.begin(other);
      await asking.untilDefinite(other, signal);
    }
    if (random.next() < shares.look) await this.look(operation, random);
  }

  /** Reads an order after a write: a read that waited for the position must show it. */
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

  /** One of the common orders, or one of all with a strong preference for the first (Zipf). */
  private drawTarget(random: SeededRandom): Ordered {
    const { orders } = this.load.journal;
    const drawn = random.next();
    if (drawn < shares.hot) return orders[hot]!;
    if (drawn < shares.hot + shares.hotCard && this.hotCard !== undefined) return this.hotCard;
    return orders[Math.floor(orders.length ** random.next()) - 1] ?? orders[hot]!;
  }
}

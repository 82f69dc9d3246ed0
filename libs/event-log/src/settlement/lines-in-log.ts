import {
  evolve,
  mayMakeLine,
  type Order,
  type OrderEvent,
  type SettlementLine,
  settlementLineOf,
} from '#ledger';
import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeEvent, toDomainEvent } from '../events/decode-event.js';
import { EventStoreUnavailable, TooManyWaiting } from '../faults.js';
import { readHistory } from '../order/load-order.js';
import { orderStreamPrefix } from '../streams.js';
import type { SettlementCut } from './read-settlements.js';

export interface LineInLog {
  readonly cut: SettlementCut;
  readonly position: bigint;
  readonly line: SettlementLine;
}

/**
 * A settlement of which some lines (captures or refunds) are unknown, because the state of their
 * order cannot be computed from its history.
 */
export interface UntoldLine {
  readonly cut: SettlementCut;
  readonly detail: string;
}

/** The settlement lines (captures and refunds) among the events of one read of the log. */
export interface LinesOfPage {
  /** In log order. */
  readonly lines: readonly LineInLog[];
  readonly untold: readonly UntoldLine[];
}

const pageEventsMax = 500;
/** Largest number of orders whose histories are read at the same time. */
const readsAtOnceMax = 8;

/**
 * Makes the lines (captures and refunds) of these settlements from the log alone. Reads the events
 * between the first and the last position of the settlements and, for an order with earlier events,
 * the order's stream. The log is read once for all settlements, and the memory needed does not grow
 * with the log.
 */
export async function* linesInLog(
  eventStore: Pick<EventStore, 'read' | 'readLog'>,
  cuts: readonly SettlementCut[],
  signal?: AbortSignal,
): AsyncGenerator<LinesOfPage, void> {
  if (cuts.length === 0) return;
  const lines = new LinesOfPages(eventStore, cuts);
  const end = cuts.map(({ to }) => to).reduce(later);
  let after = cuts.map((cut) => cut.after).reduce(earlier);
  while (after < end) {
    signal?.throwIfAborted();
    const page = await eventStore.readLog({ after, eventsMax: pageEventsMax });
    const last = page.at(-1)?.position?.commit;
    if (last === undefined) return;
    yield await lines.of(page);
    after = last;
  }
}

const later = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const earlier = (one: bigint, other: bigint): bigint => (one < other ? one : other);

class LinesOfPages {
  readonly #eventStore: Pick<EventStore, 'read'>;
  readonly #cuts = new Map<string, SettlementCut[]>();
  readonly #stores = new Set<unknown>();
  readonly #orders = new FoldedOrders();

  constructor(eventStore: Pick<EventStore, 'read'>, cuts: readonly SettlementCut[]) {
    this.#eventStore = eventStore;

    for (const cut of cuts) {
      this.#stores.add(cut.storeId);
      const key = accountKey(cut.storeId, cut.currency);
      this.#cuts.set(key, [...(this.#cuts.get(key) ?? []), cut]);
    }
  }

  async of(page: readonly StoredEvent[]): Promise<LinesOfPage> {
    const lines: LineInLog[] = [];
    const untold: UntoldLine[] = [];
    const histories = this.#historiesIn(page).values();
    // All workers take from one iterator: each takes the next history when it has finished one.
    const work = async (): Promise<void> => {
      for (const events of histories) await this.#fold(events, { lines, untold });
    };
    await Promise.all(Array.from({ length: readsAtOnceMax }, work));
    lines.sort((one, other) => (one.position < other.position ? -1 : 1));
    return { lines, untold };
  }

  /**
   * The events of one read that belong to the stores whose settlements are made, grouped by order
   * stream.
   */
  #historiesIn(page: readonly StoredEvent[]): Map<string, StoredEvent[]> {
    const histories = new Map<string, StoredEvent[]>();
    for (const event of page) {
      if (!event.streamId.startsWith(orderStreamPrefix)) continue;
      if (!this.#stores.has(memberOf(event.metadata, 'storeId'))) continue;
      const known = histories.get(event.streamId);
      if (known === undefined) histories.set(event.streamId, [event]);
      else known.push(event);
    }
    return histories;
  }

  async #fold(
    events: readonly StoredEvent[],
    found: { readonly lines: LineInLog[]; readonly untold: UntoldLine[] },
  ): Promise<void> {
    const waiting = new Map(events.flatMap((event) => this.#placeOf(event)));
    const { streamId = '', revision = 0n } = events[0] ?? {};
    try {
      let order = this.#orders.take(streamId, Number(revision));
      if (order === undefined && revision > 0n) {
        // None of these events belongs to one of the settlements. The order's earlier events are
        // read only if a later event of the order does.
        if (waiting.size === 0) return;
        order = await this.#orderBefore(streamId, revision);
      }
      for (const stored of events) {
        const event = decodeEvent(stored);
        order = evolve(order, toDomainEvent(event));
        const line = settlementLineOf(order, event);
        const { storeId, currency } = order.balance;
        const cut = line && this.#cutOf(storeId, currency, event.position);
        if (line && cut) found.lines.push({ cut, position: event.position, line });
        waiting.delete(stored);
      }
      if (order !== undefined) this.#orders.keep(streamId, order);
    } catch (error) {
      if (isTransient(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      const detail = `the history of ${streamId} cannot be folded: ${why}`;
      for (const cut of new Set(waiting.values())) found.untold.push({ cut, detail });
    }
  }

  /**
   * The event together with its settlement, as a list of one pair. The list is empty if the event
   * is no capture or refund of these settlements.
   */
  #placeOf(event: StoredEvent): [StoredEvent, SettlementCut][] {
    if (!mayMakeLine[event.type as OrderEvent['type']]) return [];
    const storeId = memberOf(event.metadata, 'storeId');
    const currency = memberOf(event.data, 'currency');
    const cut = this.#cutOf(String(storeId), String(currency), event.position?.commit);
    return cut === undefined ? [] : [[event, cut]];
  }

  #cutOf(storeId: string, currency: string, position = -1n): SettlementCut | undefined {
    return this.#cuts
      .get(accountKey(storeId, currency))
      ?.find(({ after, to }) => after < position && position <= to);
  }

  async #orderBefore(streamId: string, revision: bigint): Promise<Order | undefined> {
    let order: Order | undefined;
    const orderId = streamId.slice(orderStreamPrefix.length);
    for await (const event of readHistory(this.#eventStore, orderId)) {
      if (event.revision >= Number(revision)) break;
      order = evolve(order, toDomainEvent(event));
    }
    if ((order?.revision ?? -1) + 1 === Number(revision)) return order;
    throw new Error(`revision ${(order?.revision ?? -1) + 1} is missing`);
  }
}

/** True if the same read may succeed later. */
const isTransient = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable || error instanceof TooManyWaiting;

const accountKey = (storeId: string, currency: string): string => `${storeId} ${currency}`;

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/**
 * Largest number of events in all remembered orders together, since the memory of an order grows
 * with its events.
 */
const eventsMax = 60_000;
const ordersMax = 5_000;

/** A cache of the states of orders. The order whose last use is longest ago is dropped first. */
export class FoldedOrders {
  readonly #orders = new Map<string, Order>();
  #events = 0;

  /**
   * Takes the order out of the cache. Returns the order only if its last event is the one right
   * before `revision`, because otherwise events would be missing from its state.
   */
  take(streamId: string, revision: number): Order | undefined {
    const order = this.#orders.get(streamId);
    if (order === undefined) return undefined;
    this.#orders.delete(streamId);
    this.#events -= eventsOf(order);
    return order.revision + 1 === revision ? order : undefined;
  }

  keep(streamId: string, order: Order): void {
    this.#orders.set(streamId, order);
    this.#events += eventsOf(order);
    for (const [oldest] of this.#orders) {
      if (this.#orders.size === 1 || !this.#isFull()) return;
      this.take(oldest, -1);
    }
  }

  #isFull(): boolean {
    return this.#orders.size > ordersMax || this.#events > eventsMax;
  }
}

const eventsOf = ({ revision }: Order): number => revision + 1;

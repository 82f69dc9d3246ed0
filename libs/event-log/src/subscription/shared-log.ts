import type { EventStore } from '../client/event-store.js';
import { ledgerStreams } from '../streams.js';
import { type Deliveries, type Delivery, LedgerDeliveries } from './deliveries.js';
import { type LogPage, PageBuilder, type SubscriptionOptions } from './log-pages.js';
import type { PageCollector } from './pages-of.js';
import { keptMax, positionOf, SharedConnection, type SharedReader } from './shared-connection.js';
import { type StoredPage, StoredPageBuilder } from './stored-pages.js';
import { pagesAfter } from './subscribe.js';

type SharedOptions = Omit<SubscriptionOptions, 'streams'>;

/**
 * The log as several consumers of one process follow it (docs/decisions/0038). A consumer reads by
 * itself until it has caught up, and then from one connection with the others, so that each event
 * is received and parsed once. A consumer that is slow, and falls further behind than a bounded
 * buffer, reads by itself again; the others do not wait for it.
 */
export class SharedLog {
  readonly #eventStore: Pick<EventStore, 'follow'>;
  #connection: SharedConnection | undefined;

  constructor(eventStore: Pick<EventStore, 'follow'>) {
    this.#eventStore = eventStore;
  }

  /** As the function of this name. */
  readonly subscribeToLedger = (
    _eventStore: unknown,
    options: SharedOptions,
  ): AsyncGenerator<LogPage, void> =>
    this.#pagesAfter(options, (position) => new PageBuilder(position));

  /** As the function of this name. */
  readonly followLog = (
    _eventStore: unknown,
    options: SharedOptions,
  ): AsyncGenerator<StoredPage, void> =>
    this.#pagesAfter(options, (position) => new StoredPageBuilder(position));

  #pagesAfter<Page extends { readonly position: bigint }>(
    options: SharedOptions,
    collector: (position: bigint) => PageCollector<Page>,
  ): AsyncGenerator<Page, void> {
    const { pageSize, signal } = options;
    const join = (after: bigint): SharedReader => this.#join(after, signal);
    return pagesAfter(options, collector, (after) => {
      const own = this.#connect({ after, bufferedMax: pageSize, signal });
      return new JoiningDeliveries(own, { after, join });
    });
  }

  #join(after: bigint, signal: AbortSignal): SharedReader {
    if (this.#connection === undefined || this.#connection.hasEnded) {
      // The shared connection ends with its last reader, not by a signal.
      const { signal: never } = new AbortController();
      const source = this.#connect({ after, bufferedMax: keptMax, signal: never });
      this.#connection = new SharedConnection(source, after);
    }
    return this.#connection.join(signal);
  }

  #connect(connection: {
    readonly after: bigint;
    readonly bufferedMax: number;
    readonly signal: AbortSignal;
  }): LedgerDeliveries {
    return new LedgerDeliveries(this.#eventStore, { ...connection, streams: ledgerStreams });
  }
}

interface Joining {
  /** The position after which the reader's own connection begins. */
  readonly after: bigint;
  /** Joins the shared connection, which begins after this position if there is none. */
  readonly join: (after: bigint) => SharedReader;
}

/**
 * The deliveries of one consumer: of its own connection until that has caught up with the shared
 * one, and then of the shared one. They end when the consumer falls behind that.
 */
export class JoiningDeliveries implements Deliveries {
  readonly #join: Joining['join'];
  #own: (Deliveries & { close(): void }) | undefined;
  #shared: SharedReader | undefined;
  /** The position that the own connection has reached. */
  #position: bigint;
  #hasCaughtUp = false;

  constructor(own: Deliveries & { close(): void }, { after, join }: Joining) {
    this.#own = own;
    this.#position = after;
    this.#join = join;
  }

  next(): Delivery | undefined {
    if (this.#own === undefined) return this.#nextShared();
    const delivery = this.#own.next();
    if (delivery === undefined) return undefined;
    if ('caughtUp' in delivery) this.#hasCaughtUp = delivery.caughtUp;
    this.#reach(delivery);
    if (this.#hasCaughtUp) this.#tryToJoin();
    return delivery;
  }

  more(): Promise<boolean> {
    return this.#own?.more() ?? this.#shared?.more() ?? Promise.resolve(false);
  }

  close(): void {
    this.#own?.close();
    this.#shared?.leave();
  }

  /** The shared connection has what comes after its place: up to there the own one is read. */
  #tryToJoin(): void {
    if (this.#shared?.isBehind === true) {
      this.#shared.leave();
      this.#shared = undefined;
    }
    this.#shared ??= this.#join(this.#position);
    if (this.#position < this.#shared.after) return;
    this.#own?.close();
    this.#own = undefined;
  }

  #nextShared(): Delivery | undefined {
    for (;;) {
      const delivery = this.#shared?.next();
      if (delivery === undefined) return undefined;
      const position = positionOf(delivery);
      if (position !== undefined && position <= this.#position) continue;
      return delivery;
    }
  }

  #reach(delivery: Delivery): void {
    const position = positionOf(delivery);
    if (position !== undefined && position > this.#position) this.#position = position;
  }
}

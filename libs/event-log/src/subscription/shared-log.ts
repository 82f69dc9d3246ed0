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
 * Lets several consumers of one process follow the log (docs/decisions/0038). A consumer has its
 * own connection until it has caught up, and then shares one with the others, so that each event is
 * received and parsed once. A consumer that is too slow for the shared connection gets its own
 * connection again; the others do not wait for it.
 */
export class SharedLog {
  readonly #eventStore: Pick<EventStore, 'follow'>;
  #connection: SharedConnection | undefined;

  constructor(eventStore: Pick<EventStore, 'follow'>) {
    this.#eventStore = eventStore;
  }

  /** Does the same as the function `subscribeToLedger`, over the shared connection. */
  readonly subscribeToLedger = (
    _eventStore: unknown,
    options: SharedOptions,
  ): AsyncGenerator<LogPage, void> =>
    this.#pagesAfter(options, (position) => new PageBuilder(position));

  /** Does the same as the function `followLog`, over the shared connection. */
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
      // This signal is never aborted, because the shared connection must not end with one reader.
      // The connection ends when its last reader leaves.
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
  /** The log position after which the reader's own connection begins. */
  readonly after: bigint;
  /**
   * Joins the shared connection. If there is none, a new one is made that begins after this
   * position.
   */
  readonly join: (after: bigint) => SharedReader;
}

/**
 * The deliveries of one consumer. At first they come from the consumer's own connection. Once this
 * has reached the log position of the shared connection, they come from the shared connection. They
 * end when the consumer is too slow for the shared connection.
 */
export class JoiningDeliveries implements Deliveries {
  readonly #join: Joining['join'];
  #own: (Deliveries & { close(): void }) | undefined;
  #shared: SharedReader | undefined;
  /** The log position that the consumer's own connection has reached. */
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

  /**
   * Joins the shared connection, which gives only the deliveries from now on. The consumer's own
   * connection is read further until it reaches the position at which the shared connection was
   * joined, so that no event is missed.
   */
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

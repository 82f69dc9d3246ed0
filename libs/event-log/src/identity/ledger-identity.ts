import { Deadline } from '#runtime/async';
import { retryWhileUnavailable } from '../client/reachability.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { OrderIds } from '#ledger';
import { chainStart, sealEvent } from '../chain/chain.js';
import type { EventStore } from '../client/event-store.js';
import type { JsonEvent } from '../client/stored-event.js';
import { EventStoreUnavailable, OutcomeUnknown, UnreadableEvent } from '../faults.js';
import { ledgerStreams } from '../streams.js';
import {
  identityOfOldLedgers,
  identityStream,
  identityType,
  ledgerFoundedOf,
  orderIdsOf,
  type LedgerFounded,
} from './ledger-founded.js';
type Log = Pick<EventStore, 'append' | 'read' | 'lastPosition'>;

export interface IdentityOptions {
  /**
   * If the event store has not answered after this time, no further attempt is made. Milliseconds.
   */
  readonly giveUpAfterMs?: number;
}

const giveUpAfterMsByDefault = 10_000;
const retryMs = 1_000;
const attemptsMax = 5;

/**
 * The identity of this ledger, which a process needs to make order ids. The first process of a new
 * ledger writes the identity. If several processes try at once, one of them succeeds, and all use
 * the identity that it wrote.
 */
export class LedgerIdentity {
  readonly #eventStore: Log;
  readonly #options: IdentityOptions;
  #orderIds: OrderIds | undefined;
  #reading: Promise<OrderIds> | undefined;
  readonly #stopped = new AbortController();

  constructor(eventStore: Log, options: IdentityOptions = {}) {
    this.#eventStore = eventStore;
    this.#options = options;
  }

  /** Throws `EventStoreUnavailable` while the identity is not known. */
  get orderIds(): OrderIds {
    if (this.#orderIds === undefined) {
      throw new EventStoreUnavailable(new Error('The identity of the ledger was not read yet'));
    }
    return this.#orderIds;
  }

  get isKnown(): boolean {
    return this.#orderIds !== undefined;
  }

  /**
   * Reads the identity, or creates it. Throws `EventStoreUnavailable`, `EventStoreRefused` and
   * `UnreadableEvent`.
   */
  load(): Promise<OrderIds> {
    if (this.#orderIds !== undefined) return Promise.resolve(this.#orderIds);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /**
   * Resolves after the first attempt. If that fails, further attempts follow until one succeeds or
   * `stop` is called.
   */
  async start(onError: (error: unknown) => void): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      onError(error);
      void this.#loadEventually(onError);
    }
  }

  /**
   * Reads the identity again, because the event store may have been restored with another log. If
   * that log has no identity, no order id can be made until `load` has written one.
   */
  async renew(): Promise<void> {
    const founded = await recordedIdentity(this.#eventStore);
    this.#orderIds = founded && orderIdsOf(founded);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #loadEventually(onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stopped;
    while (!this.isKnown) {
      await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.load().catch((error: unknown) => {
        if (!signal.aborted) onError(error);
      });
    }
  }

  async #read(): Promise<OrderIds> {
    const time = new Deadline(this.#options.giveUpAfterMs ?? giveUpAfterMsByDefault);
    for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
      const founded = await retryWhileUnavailable(time, () => recordedIdentity(this.#eventStore));
      if (founded !== undefined) return (this.#orderIds = orderIdsOf(founded));
      await this.#found(await retryWhileUnavailable(time, () => this.#due()));
    }
    throw new EventStoreUnavailable(new Error(`${identityStream} is neither written nor read`));
  }

  /**
   * The identity to be written. A ledger that already has orders keeps the namespace that their ids
   * were made with.
   */
  async #due(): Promise<LedgerFounded> {
    const last = await this.#eventStore.lastPosition(ledgerStreams);
    return last === undefined ? { orderNamespace: randomUUID() } : identityOfOldLedgers;
  }

  /**
   * Appends the identity. The append has no effect if another process has already written an
   * identity. The caller reads the identity afterwards, so an append with an unknown outcome does
   * no harm.
   */
  async #found(founded: LedgerFounded): Promise<void> {
    const events = [identityEvent(founded)];
    try {
      await this.#eventStore.append({
        streamId: identityStream,
        events,
        firstRevision: 0,
      });
    } catch (error) {
      if (error instanceof OutcomeUnknown || error instanceof EventStoreUnavailable) return;
      throw error;
    }
  }
}

/**
 * Reads the ledger's identity without writing anything, and returns the generator of its order ids.
 * A ledger without an identity event has no orders yet, or is older than identity events.
 */
export const recordedOrderIds = async (eventStore: Pick<EventStore, 'read'>): Promise<OrderIds> =>
  orderIdsOf(await recordedIdentity(eventStore));

const recordedIdentity = async (
  eventStore: Pick<EventStore, 'read'>,
): Promise<LedgerFounded | undefined> => {
  const page = { streamId: identityStream, fromRevision: 0, eventsMax: 1 };
  const [event] = await eventStore.read(page);
  if (event === undefined) return undefined;
  const founded = event.type === identityType ? ledgerFoundedOf(event.data) : undefined;
  if (founded !== undefined) return founded;
  const { streamId, revision, type } = event;
  const place = { streamId, revision: Number(revision), type };
  throw new UnreadableEvent(place, 'it does not say how order ids are made');
};

const identityEvent = (founded: LedgerFounded): JsonEvent => {
  const id = randomUUID();
  const metadata = {
    schemaVersion: 1,
    action: 'found',
    clientId: 'ledger',
    contract: 'system',
    endpoint: 'identity of the ledger',
    correlationId: id,
    causationId: id,
    recordedAt: new Date().toISOString(),
  };
  return sealEvent(chainStart, { type: identityType, data: founded, metadata }).event;
};

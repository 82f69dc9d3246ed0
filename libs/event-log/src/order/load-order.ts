import { evolve, type Order } from '#ledger';
import { chainOf, chainStart } from '../chain/chain.js';
import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeInItsStream, type RecordedEvent, toDomainEvent } from '../events/decode-event.js';
import { UnreadableEvent } from '../faults.js';
import { streamOf } from '../streams.js';
import type { LoggedEvent } from '../subscription/stored-pages.js';

/**
 * An order's state, with the revision, the log position and the chain value (a hash) of the newest
 * event in it.
 */
export interface LoadedOrder {
  readonly order: Order;
  readonly revision: number;
  readonly position: bigint;
  /** The chain value of the newest event in the state. The next event's hash covers this value. */
  readonly chain: string;
}

/**
 * Loads the order from its stream; `undefined` if it was never registered. `known` is an earlier
 * state of the order: with it, only the last event of that state and later events are read. If the
 * stream has a different event at the revision of `known`, the state came from a different log.
 * Then the whole history is read.
 */
export const loadOrder = async (
  eventStore: EventStore,
  orderId: string,
  known?: LoadedOrder,
): Promise<LoadedOrder | undefined> => {
  let loaded: LoadedOrder | undefined;
  const fromRevision = known?.revision ?? 0;
  for await (const event of readHistory(eventStore, orderId, { fromRevision })) {
    if (event.revision === known?.revision) {
      if (event.metadata.chain !== known.chain) return loadOrder(eventStore, orderId);
      loaded = known;
    } else loaded = loadedWith(loaded, event);
  }
  return loaded === undefined && known !== undefined ? loadOrder(eventStore, orderId) : loaded;
};

/**
 * Folds the order's next event into its state. Throws `UnreadableEvent` if `event` is not the next
 * one.
 */
export const loadedWith = (before: LoadedOrder | undefined, event: RecordedEvent): LoadedOrder => {
  const due = (before?.revision ?? -1) + 1;
  if (event.revision !== due) throw new UnreadableEvent(event, `event ${due} was due`);
  const { revision, position, metadata } = event;
  return { order: evolved(before?.order, event), revision, position, chain: metadata.chain };
};

/**
 * The domain's error for a history that breaks an invariant becomes `UnreadableEvent`: the log is
 * at fault, not the request that reads it.
 */
const evolved = (order: Order | undefined, event: RecordedEvent): Order => {
  try {
    return evolve(order, toDomainEvent(event));
  } catch (error) {
    throw new UnreadableEvent(event, error instanceof Error ? error.message : String(error));
  }
};

/**
 * The order after an event that was received while following the log. The event follows the known
 * state if its revision is the next one and its chain value, a hash, was computed from the chain
 * value of the state. Otherwise an event in between was missed, or the state is from a different
 * log, and the result is `undefined`.
 */
export const followedOrder = (
  known: LoadedOrder | undefined,
  { eventId: id, position, revision, ...logged }: LoggedEvent,
): LoadedOrder | undefined => {
  if (revision !== (known?.revision ?? -1) + 1) return undefined;
  const { metadata } = logged;
  if (chainOf(known?.chain ?? chainStart, logged) !== metadata['chain']) return undefined;
  const stored = { ...logged, id, revision: BigInt(revision), position: { commit: position } };
  try {
    return loadedWith(known, decodeInItsStream(stored));
  } catch (error) {
    // This function does not report the damaged event. The next command on this order reads the
    // order's stream again, and reports it.
    if (error instanceof UnreadableEvent) return undefined;
    throw error;
  }
};

export interface HistoryRange {
  readonly fromRevision?: number;
  /**
   * The largest number of events in one read. The limit keeps the memory small, because one event
   * can have 1 MiB. Default 100.
   */
  readonly pageSize?: number;
}

const historyPageSize = 100;

/**
 * An order's events as stored, neither checked nor converted to the newest schema; none for an
 * unknown order.
 */
export async function* readStoredHistory(
  eventStore: Pick<EventStore, 'read'>,
  orderId: string,
  { fromRevision = 0, pageSize = historyPageSize }: HistoryRange = {},
): AsyncGenerator<StoredEvent, void> {
  for (let next = fromRevision; ; next += pageSize) {
    const page = await eventStore.read({
      streamId: streamOf(orderId),
      fromRevision: next,
      eventsMax: pageSize,
    });
    yield* page;
    if (page.length < pageSize) return;
  }
}

/**
 * An order's events in the newest schema, oldest first. Only the events of one read are in memory
 * at a time.
 */
export async function* readHistory(
  eventStore: Pick<EventStore, 'read'>,
  orderId: string,
  range: HistoryRange = {},
): AsyncGenerator<RecordedEvent, void> {
  for await (const stored of readStoredHistory(eventStore, orderId, range)) {
    yield decodeInItsStream(stored);
  }
}

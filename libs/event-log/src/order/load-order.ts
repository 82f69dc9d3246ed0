import { evolve, type Order } from '#ledger';
import { chainOf, chainStart } from '../chain/chain.js';
import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeInItsStream, type RecordedEvent, toDomainEvent } from '../events/decode-event.js';
import { UnreadableEvent } from '../faults.js';
import { streamOf } from '../streams.js';
import type { LoggedEvent } from '../subscription/stored-pages.js';

/**
 * The order by its stream now, or `undefined` if it was never registered. With a known earlier
 * state, the stream is read from that state's last event on: if that is still the event that was
 * folded, only later events are folded; otherwise the whole history is.
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

/** Throws `UnreadableEvent` for an event that is not the next one of the order. */
export const loadedWith = (before: LoadedOrder | undefined, event: RecordedEvent): LoadedOrder => {
  const due = (before?.revision ?? -1) + 1;
  if (event.revision !== due) throw new UnreadableEvent(event, `event ${due} was due`);
  const { revision, position, metadata } = event;
  return { order: evolved(before?.order, event), revision, position, chain: metadata.chain };
};

/**
 * Evolves the order. A history that breaks an invariant is a fault of the log, not of the request
 * that reads it.
 */
const evolved = (order: Order | undefined, event: RecordedEvent): Order => {
  try {
    return evolve(order, toDomainEvent(event));
  } catch (error) {
    throw new UnreadableEvent(event, error instanceof Error ? error.message : String(error));
  }
};

/** An order folded from its stream, with its place in stream and log. */
export interface LoadedOrder {
  readonly order: Order;
  /** The revision of the last event folded. */
  readonly revision: number;
  /** Log position of the last event folded. */
  readonly position: bigint;
  /** Chain value of the last event folded; the next event links to it. */
  readonly chain: string;
}

export interface HistoryRange {
  /** Default 0. */
  readonly fromRevision?: number;
  /** Events in one read; bounds the memory, since an event can have 1 MiB. Default 100. */
  readonly pageSize?: number;
}

const historyPageSize = 100;

/**
 * An order's events as stored, for `verifyChain`. Ends at the end of the stream; empty for an
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

/** An order's events, upcast, oldest first, a page in memory at a time. */
export async function* readHistory(
  eventStore: Pick<EventStore, 'read'>,
  orderId: string,
  range: HistoryRange = {},
): AsyncGenerator<RecordedEvent, void> {
  for await (const stored of readStoredHistory(eventStore, orderId, range)) {
    yield decodeInItsStream(stored);
  }
}

/**
 * The order after an event that the log was followed to, or `undefined` if that event is not the
 * one after what is known: another one was missed, or what is known is of another log. The chain
 * value of the event proves that it follows.
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
    // A command on the order loads it, and finds it damaged.
    if (error instanceof UnreadableEvent) return undefined;
    throw error;
  }
};

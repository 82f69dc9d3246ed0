import { StreamDeletedError } from '@eventstore/db-client';
import { evolve, type Order } from '#ledger';
import type { EventStore } from '../client/event-store.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { toDomainEvent } from '../events/to-domain-event.js';
import { EventStoreRefused } from '../faults/event-store-refused.js';
import { UnreadableEvent } from '../faults/unreadable-event.js';
import type { LoadedOrder } from './loaded-order.js';
import { readHistory } from './read-history.js';
import { streamOf } from './stream-of.js';

/**
 * The order as its stream tells it now, or `undefined` if it was never registered. With a state known from before, the
 * stream is read from that state's last event on: if the event is still the one that was folded, only what came after
 * it is folded, else the whole history is.
 */
export const loadOrder = async (
  eventStore: EventStore,
  orderId: string,
  known?: LoadedOrder,
): Promise<LoadedOrder | undefined> => {
  let loaded: LoadedOrder | undefined;
  const fromRevision = known?.revision ?? 0;
  try {
    for await (const event of readHistory(eventStore, orderId, { fromRevision })) {
      if (event.revision === known?.revision) {
        if (event.metadata.chain !== known.chain) return await loadOrder(eventStore, orderId);
        loaded = known;
      } else loaded = loadedWith(loaded, event);
    }
  } catch (error) {
    throw isDeletion(error) ? deletedStream(orderId) : error;
  }
  return loaded === undefined && known !== undefined ? loadOrder(eventStore, orderId) : loaded;
};

const loadedWith = (before: LoadedOrder | undefined, event: RecordedEvent): LoadedOrder => {
  const due = (before?.revision ?? -1) + 1;
  if (event.revision !== due) throw new UnreadableEvent(event, `event ${due} was due`);
  const { revision, position, metadata } = event;
  return { order: evolved(before?.order, event), revision, position, chain: metadata.chain };
};

const isDeletion = (error: unknown): boolean =>
  error instanceof EventStoreRefused && error.cause instanceof StreamDeletedError;

/** Nobody deletes an order: whoever did has removed captures from what is paid. */
const deletedStream = (orderId: string): UnreadableEvent =>
  new UnreadableEvent(
    { streamId: streamOf(orderId), revision: -1, type: '$streamDeleted' },
    'the stream was deleted',
  );

/** A history that breaks an invariant is a fault of the log, not of the request that came upon it. */
const evolved = (order: Order | undefined, event: RecordedEvent): Order => {
  try {
    return evolve(order, toDomainEvent(event));
  } catch (error) {
    throw new UnreadableEvent(event, error instanceof Error ? error.message : String(error));
  }
};

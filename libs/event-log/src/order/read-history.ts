import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeInItsStream } from '../events/decode-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { streamOf } from './stream-of.js';

export interface HistoryRange {
  /** Default 0. */
  readonly fromRevision?: number;
  /** Events per read; bounds what is in memory: an event can have 1 MiB. Default 100. */
  readonly pageSize?: number;
}

const historyPageSize = 100;

/** An order's events as stored: what `verifyChain` takes. Ends at the end of the stream; empty for an unknown order. */
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

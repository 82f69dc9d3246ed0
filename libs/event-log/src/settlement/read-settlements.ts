import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeSettlementEvent } from './decode-settlement-event.js';
import type { RecordedSettlementEvent } from './recorded-settlement-event.js';
import { settlementStreamOf, type SettlementStream } from './settlement-stream-of.js';

const pageSize = 500;

/** The stream's events as stored: what `verifyChain` takes. Empty if nothing was ever settled. */
export async function* readStoredSettlements(
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): AsyncGenerator<StoredEvent, void> {
  const streamId = settlementStreamOf(stream);
  for (let next = 0; ; next += pageSize) {
    const page = await eventStore.read({ streamId, fromRevision: next, eventsMax: pageSize });
    yield* page;
    if (page.length < pageSize) return;
  }
}

/** The settlements of a store in a currency, upcast, oldest first, a page in memory at a time. */
export async function* readSettlements(
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): AsyncGenerator<RecordedSettlementEvent, void> {
  for await (const stored of readStoredSettlements(eventStore, stream)) {
    yield decodeSettlementEvent(stored);
  }
}

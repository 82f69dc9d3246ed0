import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeSettlementEvent, type RecordedSettlementEvent } from '../events/decode-event.js';
import { type SettlementStream, settlementStreamOf } from '../streams.js';

const pageSize = 500;

/** The stream's events as stored, for `verifyChain`. Empty if nothing was ever settled. */
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

/** A settlement as a range of the log: the events between the cut before it and its own. */
export interface SettlementCut extends SettlementStream {
  readonly settlementId: string;
  readonly number: number;
  /** Position of the cut before, exclusive; -1 for the first. */
  readonly after: bigint;
  /** Position of its own cut. */
  readonly to: bigint;
}

/** The settlements of a store in a currency by their stream, oldest first. */
export const readCuts = async (
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): Promise<SettlementCut[]> => {
  const cuts: SettlementCut[] = [];
  const { storeId, currency } = stream;
  for await (const { type, data, position } of readSettlements(eventStore, stream)) {
    if (type !== 'SettlementClosed') continue;
    const { settlementId, number } = data;
    const after = cuts.at(-1)?.to ?? -1n;
    cuts.push({ storeId, currency, settlementId, number, after, to: position });
  }
  return cuts;
};

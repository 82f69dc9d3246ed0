import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { UnreadableEvent } from '../faults.js';
import { decodeSettlementEvent, type RecordedSettlementEvent } from '../events/decode-event.js';
import { type SettlementStream, settlementStreamOf } from '../streams.js';

const pageSize = 500;

/** The events of a settlement stream as stored; none if nothing was ever settled. */
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

/**
 * The events of the settlements of a store in a currency, in the newest schema, oldest first. Only
 * the events of one read are in memory at a time. Throws `UnreadableEvent` if an event is missing.
 * If the event that closes a settlement were missing, the next settlement would begin too early and
 * would have captures and refunds that were already settled.
 */
export async function* readSettlements(
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): AsyncGenerator<RecordedSettlementEvent, void> {
  let due = 0;
  for await (const stored of readStoredSettlements(eventStore, stream)) {
    const event = decodeSettlementEvent(stored);
    if (event.revision !== due) throw new UnreadableEvent(event, `event ${due} was due`);
    due += 1;
    yield event;
  }
}

/**
 * A settlement as a range of the log. Each settlement ends with a cut, the event that closes it,
 * and has the events between the previous settlement's cut and its own.
 */
export interface SettlementCut extends SettlementStream {
  readonly settlementId: string;
  readonly number: number;
  /**
   * Log position of the previous settlement's closing event (its cut), exclusive; -1 for the first
   * settlement.
   */
  readonly after: bigint;
  /** Log position of the event that closes this settlement (its cut), inclusive. */
  readonly to: bigint;
}

/**
 * The settlements of a store in a currency, oldest first, from the events that close them (cuts).
 */
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

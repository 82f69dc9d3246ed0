import type { StoredEvent } from '../client/stored-event.js';
import { decodeStored } from '../events/decode-event.js';
import { UnreadableEvent } from '../faults/unreadable-event.js';
import { settlementStreamOf } from './settlement-stream-of.js';
import type { RecordedSettlementEvent } from './recorded-settlement-event.js';
import { settlementActions, settlementEventSchemas } from './settlement-event-schemas.js';

const expected = { schemas: settlementEventSchemas, actions: settlementActions };

/** The stored event, checked, typed and upcast. Throws `UnreadableEvent`; nothing in a settlement's stream is skipped. */
export const decodeSettlementEvent = (stored: StoredEvent): RecordedSettlementEvent =>
  ofItsStream(decodeStored(stored, expected) as RecordedSettlementEvent);

/** What another store's stream says of a settlement is nothing that happened to it. */
const ofItsStream = (event: RecordedSettlementEvent): RecordedSettlementEvent => {
  if (event.streamId === settlementStreamOf(event.data)) return event;
  throw new UnreadableEvent(event, `it is about ${settlementStreamOf(event.data)}`);
};

import type { StoredEvent } from '../client/stored-event.js';
import { decodeStored } from '../events/decode-event.js';
import type { RecordedSettlementEvent } from './recorded-settlement-event.js';
import { settlementActions, settlementEventSchemas } from './settlement-event-schemas.js';

const expected = { schemas: settlementEventSchemas, actions: settlementActions };

/** The stored event, checked, typed and upcast. Throws `UnreadableEvent`; nothing in a settlement's stream is skipped. */
export const decodeSettlementEvent = (stored: StoredEvent): RecordedSettlementEvent =>
  decodeStored(stored, expected) as RecordedSettlementEvent;

/**
 * What of this package needs no event store: reading, checking and linking events that are at hand. Imported as
 * `#event-log/offline`, it loads no client, which would take a third of the memory that a verification is allowed.
 */
export { chainOf, chainStart, linkOf } from './chain/chain-of.js';
export type { StoredEvent } from './client/stored-event.js';
export { decodeEvent, decodeRead } from './events/decode-event.js';
export type { EventMetadata } from './events/event-metadata.js';
export { readMetadata } from './events/read-metadata.js';
export type { RecordedEvent } from './events/recorded-event.js';
export { toDomainEvent } from './events/to-domain-event.js';
export { EventStoreRefused } from './faults/event-store-refused.js';
export { UnreadableEvent } from './faults/unreadable-event.js';
export { eventIdOf } from './order/event-id-of.js';
export { orderStreamPrefix, streamOf } from './order/stream-of.js';
export { decodeSettlementEvent } from './settlement/decode-settlement-event.js';
export type { RecordedSettlementEvent } from './settlement/recorded-settlement-event.js';
export {
  isSettlementStream,
  settlementStreamIn,
  settlementStreamOf,
} from './settlement/settlement-stream-of.js';
export {
  identityStream,
  identityType,
  ledgerFoundedOf,
  orderIdsOf,
} from './identity/ledger-founded.js';
export type { LedgerFounded } from './identity/ledger-founded.js';
export { actionStream, actionType, recordedActionOf } from './actions/recorded-action.js';

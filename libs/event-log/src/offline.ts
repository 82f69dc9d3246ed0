export { chainStart, linkOf, eventIdOf } from './chain/chain.js';
export type { StoredEvent } from './client/stored-event.js';
export {
  decodeEvent,
  decodeRead,
  type RecordedEvent,
  decodeSettlementEvent,
  type RecordedSettlementEvent,
} from './events/decode-event.js';
export { type EventMetadata, readMetadata } from './events/event-metadata.js';
export { EventStoreRefused } from './faults.js';
export {
  orderStreamPrefix,
  streamOf,
  isSettlementStream,
  settlementStreamIn,
  settlementStreamOf,
} from './streams.js';
export {
  identityStream,
  identityType,
  ledgerFoundedOf,
  orderIdsOf,
  type LedgerFounded,
} from './identity/ledger-founded.js';
export { actionStream, actionType, recordedActionOf } from './actions/recorded-action.js';

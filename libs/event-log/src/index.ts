export { connectEventStore } from './client/connect-event-store.js';
export { beforeTheLog } from './client/before-the-log.js';
export type { Append, Appended, EventStore } from './client/event-store.js';
export type { StoredEvent } from './client/stored-event.js';
export type { EventStoreOptions } from './client/event-store-options.js';
export type { EventMetadata, OriginContract } from './events/event-metadata.js';
export type { RecordedEvent } from './events/recorded-event.js';
export { toDomainEvent } from './events/to-domain-event.js';
export { OrderRepository } from './order/order-repository.js';
export type { OrderRepositoryOptions } from './order/order-repository-options.js';
export type { Executed, OrderExecution } from './order/order-execution.js';
export type { LoadedOrder } from './order/loaded-order.js';
export type { Origin } from './order/origin.js';
export { readHistory, readStoredHistory, type HistoryRange } from './order/read-history.js';
export { eventIdOf } from './order/event-id-of.js';
export { orderStreamPrefix, streamOf } from './order/stream-of.js';
export type { RecordedSettlementEvent } from './settlement/recorded-settlement-event.js';
export { readSettlements } from './settlement/read-settlements.js';
export { cutNow } from './settlement/cut-now.js';
export type { CutMade, CutNow, CutNowParts } from './settlement/cut-now.js';
export { SettlementRepository } from './settlement/settlement-repository.js';
export type { SettlementExecuted, SettlementExecution } from './settlement/settlement-execution.js';
export type { SettlementStream } from './settlement/settlement-stream-of.js';
export {
  settlementStreamIn,
  settlementStreamOf,
  settlementStreamPrefix,
} from './settlement/settlement-stream-of.js';
export { ledgerStreams, logPartsMax, partOfLedgerStreams } from './subscription/ledger-streams.js';
export type { LogPart } from './subscription/ledger-streams.js';
export type { StreamSelection } from './client/stream-selection.js';
export { followLog } from './subscription/follow-log.js';
export type { LoggedEvent } from './subscription/logged-event.js';
export type { StoredPage } from './subscription/stored-pages.js';
export { subscribeToOrders } from './subscription/subscribe-to-orders.js';
export type { LogPage, SubscriptionOptions } from './subscription/log-page.js';
export { chainOf, chainStart, linkOf } from './chain/chain-of.js';
export { verifyChain, type ChainVerdict, type StoredLink } from './chain/verify-chain.js';
export { AppendTooLarge } from './faults/append-too-large.js';
export { LedgerFault } from './faults/ledger-fault.js';
export { EventStoreRefused } from './faults/event-store-refused.js';
export { EventStoreUnavailable } from './faults/event-store-unavailable.js';
export { OutcomeUnknown } from './faults/outcome-unknown.js';
export { TooManyConflicts } from './faults/too-many-conflicts.js';
export { TooManyWaiting } from './faults/too-many-waiting.js';
export { UnreadableEvent, type EventPlace } from './faults/unreadable-event.js';

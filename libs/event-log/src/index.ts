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
export { linesInLog } from './settlement/lines-in-log.js';
export { readCuts, type SettlementCut } from './settlement/read-cuts.js';
export { readSettlements } from './settlement/read-settlements.js';
export { LoggedStatements } from './settlement/statements-of-log.js';
export { statementsInLog } from './settlement/statements-in-log.js';
export type { StatementInLog, UntoldStatement } from './settlement/statements-in-log.js';
export { cutNow } from './settlement/cut-now.js';
export type { CutResult, CutNow, CutNowDependencies } from './settlement/cut-now.js';
export { SettlementRepository } from './settlement/settlement-repository.js';
export type { SettlementExecuted, SettlementExecution } from './settlement/settlement-execution.js';
export type { SettlementStream } from './settlement/settlement-stream-of.js';
export {
  settlementStreamIn,
  settlementStreamOf,
  settlementStreamPrefix,
} from './settlement/settlement-stream-of.js';
export {
  ledgerStreams,
  logPartitionsMax,
  partitionOfLedgerStreams,
} from './subscription/ledger-streams.js';
export type { LogPartition } from './subscription/ledger-streams.js';
export type { StreamSelection } from './client/stream-selection.js';
export { LogConsumer } from './consumer/log-consumer.js';
export type {
  Checkpoint,
  CheckpointMove,
  ConsumedPage,
  LogConsumerOptions,
} from './consumer/log-consumer.js';
export { lagAfter, lagEventsMax } from './consumer/lag.js';
export type { Lag } from './consumer/lag.js';
export { followLog } from './subscription/follow-log.js';
export type { LoggedEvent } from './subscription/logged-event.js';
export type { StoredPage } from './subscription/stored-pages.js';
export { subscribeToLedger } from './subscription/subscribe-to-orders.js';
export type { UnreadableStored } from './subscription/unreadable-stored.js';
export { markOf } from './subscription/log-mark.js';
export type { LogMark, LogPage, SubscriptionOptions } from './subscription/log-page.js';
export { chainOf, chainStart, linkOf } from './chain/chain-of.js';
export { verifyChain, type ChainVerdict, type StoredLink } from './chain/verify-chain.js';
export { AppendTooLarge } from './faults/append-too-large.js';
export { assertLog } from './client/assert-log.js';
export type { LogAnchor } from './client/assert-log.js';
export { LogMismatch } from './faults/log-mismatch.js';
export { LedgerFault } from './faults/ledger-fault.js';
export { EventLogDamaged } from './faults/event-log-damaged.js';
export { EventStoreRefused } from './faults/event-store-refused.js';
export { EventStoreUnavailable } from './faults/event-store-unavailable.js';
export { LogBeingRead } from './faults/log-being-read.js';
export { OutcomeUnknown } from './faults/outcome-unknown.js';
export { TooManyConflicts } from './faults/too-many-conflicts.js';
export { TooManyWaiting } from './faults/too-many-waiting.js';
export { UnreadableEvent, type EventPlace } from './faults/unreadable-event.js';
export { LedgerIdentity, recordedOrderIds } from './identity/ledger-identity.js';
export { identityStream } from './identity/ledger-founded.js';
export { ActionLog } from './actions/action-log.js';
export type { ActionWindow, ActionInLog } from './actions/action-log.js';
export { actionOutcomes, actionStream } from './actions/recorded-action.js';
export type { ActionDetail, ActionOutcome, RecordedAction } from './actions/recorded-action.js';

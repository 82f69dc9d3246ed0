export { chainStart, linkOf } from './chain/chain.js';
export { connectEventStore } from './client/connect-event-store.js';
export { type StoredEvent } from './client/stored-event.js';
export type { Append, Appended, EventStore } from './client/event-store.js';
export type { EventMetadata } from './events/event-metadata.js';
export {
  type RecordedEvent,
  toDomainEvent,
  type RecordedSettlementEvent,
} from './events/decode-event.js';
export { OrderRepository } from './order/order-repository.js';
export type { OrderExecution, Origin } from './order/decide-batch.js';
export type { Executed } from './order/reply-to-callers.js';
export { type LoadedOrder, readHistory, readStoredHistory } from './order/load-order.js';
export {
  orderStreamPrefix,
  streamOf,
  type SettlementStream,
  settlementStreamIn,
  settlementStreamOf,
  settlementStreamPrefix,
  ledgerStreams,
  logPartitionsMax,
  partitionOfLedgerStreams,
  type LogPartition,
  type StreamSelection,
} from './streams.js';
export { linesInLog } from './settlement/lines-in-log.js';
export { readCuts, type SettlementCut, readSettlements } from './settlement/read-settlements.js';
export {
  LoggedStatements,
  statementsInLog,
  type StatementInLog,
  type UntoldStatement,
} from './settlement/logged-statements.js';
export { cutNow, type CutResult } from './settlement/cut-now.js';
export {
  SettlementRepository,
  type SettlementExecuted,
  type SettlementExecution,
} from './settlement/settlement-repository.js';
export {
  LogConsumer,
  type LogConsumerOptions,
  type Checkpoint,
  type CheckpointMove,
  type ConsumedPage,
} from './consumer/log-consumer.js';
export { lagAfter, type Lag } from './consumer/lag.js';
export { followLog, subscribeToLedger } from './subscription/subscribe.js';
export { SharedLog } from './subscription/shared-log.js';
export type { LoggedEvent, StoredPage } from './subscription/stored-pages.js';
export type { LogPage } from './subscription/log-pages.js';
export { type LogMark, markOf, assertLog, type LogAnchor } from './client/assert-log.js';
export {
  AppendTooLarge,
  LogMismatch,
  LedgerFault,
  EventLogDamaged,
  EventStoreRefused,
  EventStoreUnavailable,
  OutcomeUnknown,
  TooManyConflicts,
  TooManyWaiting,
  UnreadableEvent,
} from './faults.js';
export { LedgerIdentity, recordedOrderIds } from './identity/ledger-identity.js';
export { ActionLog, type ActionInLog } from './actions/action-log.js';
export {
  actionOutcomes,
  type ActionDetail,
  type ActionOutcome,
  type RecordedAction,
} from './actions/recorded-action.js';

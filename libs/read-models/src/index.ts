export type { OrderView, OrderSummary } from './orders/order-view.js';
export {
  type OrderFilter,
  type PlacedRange,
  type StoresPlaced,
  formatOrderCursor,
  parseOrderCursor,
  type OrderCursor,
} from './orders/order-list.js';
export {
  OrderQueries,
  type CursorPage,
  type NumberedPage,
  findDueOrders,
  type DueOrder,
} from './orders/order-queries.js';
export { customerCopies } from './customers/customer-copies.js';
export {
  customersOfOrders,
  type CustomerOfOrder,
  type OrderCustomer,
} from './tables/order-customers.js';
export {
  parsePosition,
  positionChannel,
  readAnchor,
  type LogAnchor,
  projectionStatus,
  type ProjectionStatus,
} from './projection/checkpoint.js';
export { PositionWatch, type PositionWatchOptions } from './position/position-watch.js';
export { PositionWatchStopped, TooManyWaitingForPosition } from './position/position-waiters.js';
export { LedgerProjection } from './projection/ledger-projection.js';
export { isRefusedByDatabase } from './projection/split-page.js';
export {
  ProjectionGap,
  type ProjectedSettlementEvent,
  type ProjectedEvent,
  type LogMark,
  type ProjectionPage,
} from './projection/projection-page.js';
export { repairOrder, type OrderRepair } from './damage/repair-order.js';
export type { StreamDamage } from './tables/damaged-streams.js';
export {
  damagedStreams,
  damagedStreamsCount,
  damageOfOrder,
  damagesBefore,
  storeOfDamaged,
  type DamagedStream,
  type DamagedStreamsPage,
} from './damage/damaged-streams.js';
export { ShadowLoad, type ShadowLoadOptions } from './rebuild/shadow-load.js';
export { ReadModelRebuild } from './rebuild/read-model-rebuild.js';
export { RebuildRunning } from './rebuild/rebuild-lock.js';
export {
  compareWithFold,
  type Difference,
  viewOf,
  type RowDifference,
} from './verification/differences.js';
export {
  TablesComparison,
  type ComparedOrder,
  type ComparedRange,
  type ComparedSettlements,
} from './verification/tables-comparison.js';
export {
  type LineSums,
  LineQueries,
  type LoggedLine,
  rangeAfter,
  rangeOf,
  type LineRange,
} from './settlements/line-queries.js';
export {
  captureReport,
  reportGroups,
  ReportZoneUnknown,
  type CaptureReportRequest,
  type CaptureReportRow,
  type ReportGroup,
} from './reports/capture-report.js';
export {
  formatUnsettledCursor,
  parseUnsettledCursor,
  unsettledCaptures,
  unsettledRefunds,
  type Unsettled,
  type UnsettledRequest,
} from './reports/unsettled.js';
export type { ShownRefund } from './tables/refunds.js';
export {
  type SettledIn,
  parseSettlementCursor,
  type SettlementCursor,
  SettlementQueries,
  type SettlementPage,
} from './settlements/settlement-queries.js';
export type { UnsettledAccount, StoreHead } from './settlements/settlement-heads.js';
export {
  comparisons,
  payoutStates,
  type Comparison,
  type DayCondition,
  type PayoutState,
  type SettlementFilter,
} from './settlements/settlement-filter.js';
export {
  SettlementProblems,
  type SettlementProblem,
  settlementBacklog,
  type SettlementBacklog,
} from './settlements/settlement-problems.js';
export {
  payoutDay,
  type StatementCorrection,
  type SettlementView,
} from './settlements/settlement-view.js';
export { readModelMigrations } from './migrations.js';

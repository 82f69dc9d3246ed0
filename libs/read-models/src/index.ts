export type { OrderView } from './orders/order-view.js';
export type { OrderSummary } from './orders/order-summary.js';
export type { OrderFilter, PlacedRange, StoresPlaced } from './orders/order-filter.js';
export { formatOrderCursor, parseOrderCursor } from './orders/order-cursor.js';
export type { OrderCursor } from './orders/order-cursor.js';
export { OrderQueries } from './orders/order-queries.js';
export type { CursorPage, NumberedPage } from './orders/order-queries.js';
export { customerCopies } from './customers/customer-copies.js';
export { customersOfOrders } from './customers/customers-of-orders.js';
export type { CustomerOfOrder } from './customers/customers-of-orders.js';
export type { OrderCustomer } from './customers/order-customer.js';
export { findDueOrders } from './orders/find-due-orders.js';
export type { DueOrder } from './orders/find-due-orders.js';
export { parsePosition, positionChannel } from './position/position-channel.js';
export { PositionWatch } from './position/position-watch.js';
export type { PositionWatchOptions } from './position/position-watch.js';
export { PositionWatchStopped } from './position/position-watch-stopped.js';
export { TooManyWaitingForPosition } from './position/too-many-waiting-for-position.js';
export { LedgerProjection } from './projection/order-projection.js';
export { isRefusedByDatabase } from './projection/pages-apart.js';
export { ProjectionGap } from './projection/projection-gap.js';
export type { ProjectedSettlementEvent } from './projection/projected-settlement-event.js';
export type { ProjectedEvent } from './projection/projected-event.js';
export type { LogMark, ProjectionPage } from './projection/projection-page.js';
export { readAnchor } from './position/read-anchor.js';
export type { LogAnchor } from './position/read-anchor.js';
export { repairOrder } from './damage/repair-order.js';
export type { OrderRepair } from './damage/repair-order.js';
export type { StreamDamage } from './damage/stream-damage.js';
export {
  damagedStreams,
  damagedStreamsCount,
  damageOfOrder,
  damagesBefore,
  storeOfDamaged,
} from './damage/damaged-streams.js';
export type { DamagedStream, DamagedStreamsPage } from './damage/damaged-streams.js';
export { projectionStatus } from './projection/projection-status.js';
export type { ProjectionStatus } from './projection/projection-status.js';
export { ShadowLoad } from './rebuild/shadow-load.js';
export type { ShadowLoadOptions } from './rebuild/shadow-load.js';
export { ReadModelRebuild } from './rebuild/read-model-rebuild.js';
export { RebuildRunning } from './rebuild/rebuild-running.js';
export { compareWithFold } from './verification/compare-with-fold.js';
export type { Difference } from './verification/difference.js';
export { viewOf } from './verification/view-of.js';
export { TablesComparison } from './verification/tables-comparison.js';
export type {
  ComparedOrder,
  ComparedRange,
  ComparedSettlements,
} from './verification/tables-comparison.js';
export type { RowDifference } from './verification/row-difference.js';
export type { LineSums } from './settlements/line-queries.js';
export { captureReport, reportGroups, ReportZoneUnknown } from './reports/capture-report.js';
export type {
  CaptureReportRequest,
  CaptureReportRow,
  ReportGroup,
} from './reports/capture-report.js';
export {
  formatCaptureCursor,
  parseCaptureCursor,
  unsettledCaptures,
} from './reports/unsettled-captures.js';
export type { UnsettledCapture, UnsettledCapturesRequest } from './reports/unsettled-captures.js';
export { LineQueries } from './settlements/line-queries.js';
export type { LoggedLine } from './settlements/line-record.js';
export { rangeAfter, rangeOf } from './settlements/line-range.js';
export type { LineRange } from './settlements/line-range.js';
export type { SettledIn } from './settlements/settlements-of-order.js';
export type { UnsettledAccount } from './settlements/unsettled-accounts.js';
export { parseSettlementCursor } from './settlements/settlement-cursor.js';
export type { SettlementCursor } from './settlements/settlement-cursor.js';
export { comparisons, payoutStates } from './settlements/settlement-filter.js';
export type {
  Comparison,
  DayCondition,
  PayoutState,
  SettlementFilter,
} from './settlements/settlement-filter.js';
export type { StoreHead } from './settlements/settlement-heads.js';
export { SettlementProblems } from './settlements/settlement-problems.js';
export type { SettlementProblem } from './settlements/settlement-problems.js';
export { SettlementQueries } from './settlements/settlement-queries.js';
export type { SettlementPage } from './settlements/settlement-queries.js';
export { payoutDay } from './settlements/settlement-view.js';
export type { StatementCorrection } from './settlements/settlement-view.js';
export type { SettlementView } from './settlements/settlement-view.js';
export { readModelMigrations } from './migrations.js';
export { settlementBacklog } from './settlements/settlement-backlog.js';
export type { SettlementBacklog } from './settlements/settlement-backlog.js';

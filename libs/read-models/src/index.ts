export type { OrderView, OrderSummary } from './orders/order-view.js';
export {
  type OrderCursor,
  type OrderFilter,
  type PlacedRange,
  parseOrderCursor,
} from './orders/order-list.js';
export {
  type MoneyState,
  moneyStateOf,
  moneyStates,
  type ShopView,
  shopViewOf,
  shopViews,
} from './orders/money-state.js';
export {
  PageTooHeavy,
  OrderQueries,
  type NumberedPage,
  findDueOrders,
  type DueOrder,
} from './orders/order-queries.js';
export {
  listOpenAuthorizations,
  sumOpenAuthorizations,
  type AuthorizationsPage,
  type OpenAuthorization,
} from './orders/open-authorizations.js';
export {
  shopCustomerOf,
  type CustomerOfOrder,
  type OrderCustomer,
} from './tables/order-customers.js';
export { customerCopies } from './customers/customer-copies.js';
export {
  parsePosition,
  positionChannel,
  readAnchor,
  projectionStatus,
  type ProjectionStatus,
} from './projection/checkpoint.js';
export { PositionWatch } from './position/position-watch.js';
export { PositionWatchStopped, TooManyWaitingForPosition } from './position/position-waiters.js';
export { LedgerProjection } from './projection/ledger-projection.js';
export { isRefusedByDatabase } from './projection/split-page.js';
export { type ProjectionPage } from './projection/projection-page.js';
export { repairOrder } from './damage/repair-order.js';
export type { StreamDamage } from './tables/damaged-streams.js';
export {
  damagedStreams,
  damagedStreamsCount,
  damageOfOrder,
  damagesBefore,
  storeOfDamaged,
  type DamagedStream,
} from './damage/damaged-streams.js';
export { ShadowLoad } from './rebuild/shadow-load.js';
export { ReadModelRebuild, RebuildRunning } from './rebuild/read-model-rebuild.js';
export { compareWithFold, viewOf } from './verification/differences.js';
export { TablesComparison } from './verification/tables-comparison.js';
export {
  LineQueries,
  type LoggedLine,
  rangeAfter,
  rangeOf,
  type LineRange,
} from './settlements/line-queries.js';
export {
  captureReport,
  reportGroups,
  type CaptureReportRow,
  type ReportGroup,
} from './reports/capture-report.js';
export { dailyReport, type DailyReportRow } from './reports/daily-report.js';
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
  SettlementQueries,
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
export { SettlementProblems, settlementBacklog } from './settlements/settlement-problems.js';
export { payoutDay, type SettlementView } from './settlements/settlement-view.js';

/** The migrations of the read models' tables, for the function `migrate` of libs/runtime. */
export const readModelMigrations = {
  name: 'read-models',
  directory: new URL('./migrations/', import.meta.url),
};

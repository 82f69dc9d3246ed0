export { GatewayBacklog, gatewayMigrations } from './backlog/gateway-backlog.js';
export type { BacklogStatus, DueOrder, NotedOrder } from './backlog/gateway-backlog.js';
export {
  CheckoutBacklog,
  type BegunCheckout,
  type DueCheckout,
} from './backlog/checkout-backlog.js';
export { Gateway, openGateway } from './gateway.js';
export { GatewayMetrics } from './gateway-metrics.js';
export { findingOf } from './intent-finding.js';
export { unknown } from './outcome.js';
export type { Doubt, Outcome, Refusal } from './outcome.js';
export { isOfOtherOrder } from './perform-capture.js';
export { SendWindow } from './send-window.js';
export type {
  Address,
  CaptureRequest,
  CustomerDetails,
  NewIntent,
  PaymentIntent,
  RefundRequest,
  ReleaseRequest,
} from './model.js';

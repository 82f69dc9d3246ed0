export {
  GatewayBacklog,
  gatewayMigrations,
  type BacklogStatus,
  type DueOrder,
  type NotedOrder,
} from './backlog/gateway-backlog.js';
export {
  CheckoutBacklog,
  type BegunCheckout,
  type DueCheckout,
} from './backlog/checkout-backlog.js';
export { Gateway, openGateway } from './gateway.js';
export { GatewayMetrics } from './gateway-metrics.js';
export {
  paymentFindingOf,
  type Address,
  type CaptureRequest,
  type CustomerDetails,
  type NewIntent,
  type PaymentIntent,
  type RefundRequest,
  type ReleaseRequest,
} from './model.js';
export { unknown, type Doubt, type Outcome, type Refusal } from './outcome.js';
export { isOfOtherOrder } from './perform-capture.js';
export { SendWindow } from './send-window.js';

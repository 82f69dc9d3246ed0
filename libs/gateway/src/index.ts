export { GatewayBacklog, gatewayMigrations } from './backlog/gateway-backlog.js';
export type { BacklogStatus, DueOrder, NotedOrder } from './backlog/gateway-backlog.js';
export { Gateway, openGateway } from './gateway.js';
export type { GatewayOptions } from './gateway.js';
export { GatewayMetrics } from './gateway-metrics.js';
export type { BreakerState } from './gateway-metrics.js';
export type { CallLimits, CallOutcome } from './gateway-calls.js';
export type { Doubt, DoubtReason, Outcome, Refusal } from './outcome.js';
export { SendWindow } from './send-window.js';
export type { Clocks } from './send-window.js';
export type {
  Address,
  CaptureRequest,
  Charge,
  ConnectionToken,
  CustomerDetails,
  GatewayCustomer,
  GatewayRefund,
  IntentStatus,
  NewIntent,
  PaymentIntent,
  RefundRequest,
  ReleaseRequest,
} from './model.js';

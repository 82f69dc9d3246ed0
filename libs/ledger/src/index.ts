export {
  currencies,
  currenciesWith,
  currencyDecimals,
  type Decimal,
  formatMinor,
  majorUnits,
  parseDecimal,
  type RequestedAmount,
} from './money/amount.js';
export type * from './money/vat.js';
export { actionIdOf, isUuid, OrderIds } from './identity/ids.js';
export * from './time/instant.js';
export { isObject, without } from './collections/objects.js';
export * from './canonical-json.js';
export { leftOfRow, quantityMax, rowsMax, rowTypes, type TaxedRow, vatOf } from './order/row.js';
export type * from './order/row.js';
export { orderStatuses, weightOfBalance } from './order/order.js';
export type * from './order/order.js';
export { isCaptureEvent } from './order/order-events.js';
export type * from './order/cause.js';
export type * from './order/order-events.js';
export type * from './order/order-commands.js';
export {
  orderNotFound,
  orderOfOtherStore,
  permitted,
  reject,
  rejectionCodes,
} from './order/decision.js';
export type * from './order/decision.js';
export { actionOf, answerTo, fingerprintOf, keyReused } from './order/idempotency.js';
export { decide } from './order/decide.js';
export { isCancelled } from './order/change-shop-status.js';
export { orderKeyIn } from './order/register-order.js';
export { evolve, evolveTo, fold } from './order/evolve.js';
export { isDue, statusAt } from './order/expiry.js';
export { evolveBalance } from './order/evolve-balance.js';
export { type OrderedRow, orderedRows } from './order/ordered-rows.js';
export { isLastCapture, movePayment, releaseDue } from './order/payment/evolve-payment.js';
export type * from './order/payment/order-payment.js';
export { captureAnswering, refusalBeforeIntent } from './order/payment/capture-through-intent.js';
export * from './settlement/close-settlement.js';
export * from './settlement/correct-settlement.js';
export * from './settlement/evolve-settlement.js';
export * from './settlement/lines-hash.js';
export * from './settlement/pay-out-settlement.js';
export * from './settlement/schedule/time-zones.js';
export * from './settlement/schedule/settlement-due.js';
export * from './settlement/settlement-account.js';
export * from './settlement/settlement-audit.js';
export * from './settlement/settlement-decision.js';
export * from './settlement/settlement-events.js';
export * from './settlement/settlement-line.js';
export * from './settlement/state-settlement.js';
export * from './settlement/statement-sum.js';
export * from './settlement/vat-per-rate.js';

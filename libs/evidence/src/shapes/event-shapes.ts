import { type OrderEvent, rowTypes, type SettlementEvent } from '#ledger';
import {
  attributes,
  count,
  day,
  instant,
  listOf,
  oneOf,
  orNull,
  rate,
  record,
  sha256,
  type ShapeCheck,
  text,
  uuid,
  whole,
} from './shape.js';

const article = { description: text, unitPrice: whole, vatRate: rate, quantity: count };
const ofArticle = { articleNumber: text, type: oneOf(...rowTypes), vat: whole };
const unnumbered = record(article, { ...ofArticle, attributes });
const row = record({ ...article, rowId: text }, { ...ofArticle, attributes, takenBefore: whole });
const refundedRow = record(article, { ...ofArticle, captureId: uuid, rowId: text });

const orderId = text;
const money = { amount: whole, currency: text };
const captureId = uuid;
const outcomes = oneOf('settled', 'requested');
const outcome = { orderId, captureId, ...money, rows: listOf(row) };
const capture = {
  ...outcome,
  ...{ outcome: outcomes, description: text, capturedAt: instant },
};
const refund = {
  ...{ orderId, refundId: uuid, ...money, rows: listOf(refundedRow) },
  captures: listOf(record({ captureId, amount: whole })),
};
const reference = text;
const paymentIntent = text;
const paymentMethod = oneOf('invoice', 'card');
const ofCapture = { reference, paymentIntent };
const isTrue = oneOf(true);
const charge = record(
  {},
  { chargeId: text, receiptUrl: text, paymentMethodId: text, customerId: text },
);
const reauthorization = { orderId, reauthorizationId: uuid };

/**
 * For each type of order event, the check of its data. The data must have the newest schema, as in
 * `order-events.ts` of libs/ledger.
 */
export const orderEventShapes = {
  OrderRegistered: record(
    {
      ...{ orderId, storeId: text, orderNumber: text, currency: text, rows: listOf(row) },
      ...{ salesSegment: oneOf('B2C', 'B2B'), paymentMethod },
      ...{ placedAt: instant, expiresAt: instant },
    },
    { countryCode: text, attributes, customer: record({ keyId: uuid, sealed: text }) },
  ),
  OrderAuthorized: record(
    { orderId, ...money, authorizedAt: instant },
    { paymentIntent, paymentMethod, offlineMethod: text },
  ),
  OrderAuthorizationFailed: record({ orderId, reason: text, failedAt: instant }, { paymentIntent }),
  OrderCaptured: record(capture, ofCapture),
  OrderPartCaptured: record(capture, { ...ofCapture, remainder: row, remainders: listOf(row) }),
  OrderItemsReplaced: record({ ...capture, remainder: orNull(row) }, ofCapture),
  CaptureSettled: record(
    { ...outcome, description: text, capturedAt: instant, settledAt: instant },
    { reference, charge, restReleased: isTrue },
  ),
  CaptureFailed: record(
    { ...outcome, reason: text, openCaptures: count, failedAt: instant },
    { code: text, authorizationLapsed: isTrue },
  ),
  OrderCancelled: record(
    { orderId, ...money, rows: listOf(row), openCaptures: count, cancelledAt: instant },
    { reference, captureId },
  ),
  OrderRefunded: record(
    { ...refund, description: text, refundedAt: instant },
    { reference, outcome: outcomes },
  ),
  RefundSettled: record(
    { ...refund, description: text, refundedAt: instant, settledAt: instant },
    { reference, gatewayRefundId: text },
  ),
  RefundFailed: record({ ...refund, reason: text, failedAt: instant }, { code: text }),
  ReauthorizationRequested: record(
    {
      ...{ ...reauthorization, ...money, rows: listOf(unnumbered) },
      ...{ remaining: whole, requestedAt: instant },
    },
    { reference },
  ),
  ReauthorizationRejected: record({ ...reauthorization, rejectedAt: instant }),
  OrderReauthorized: record(
    {
      ...{ ...reauthorization, ...money, rows: listOf(row) },
      ...{ openCaptures: count, reauthorizedAt: instant },
    },
    { reference, expiresAt: instant },
  ),
  OrderExtended: record({ orderId, expiresAt: instant, extendedAt: instant }),
  OrderExpired: record({ orderId, expiredAt: instant }),
  AuthorizationReleased: record({ orderId, paymentIntent, ...money, releasedAt: instant }),
  TerminalIntentCreated: record(
    {
      ...{ orderId, paymentIntent, ...money, metadata: attributes },
      ...{ paymentMethods: listOf(text), captureMethod: oneOf('manual', 'automatic') },
      createdAt: instant,
    },
    { customerId: text },
  ),
  CheckoutIntentCreated: record({ orderId, paymentIntent, ...money, createdAt: instant }),
  CustomerLinked: record({ orderId, customerId: text, linkedAt: instant }),
  ShopStatusChanged: record({
    orderId,
    status: oneOf('completed', 'archived'),
    changedAt: instant,
  }),
} as const satisfies Record<OrderEvent['type'], ShapeCheck>;

const settlement = { settlementId: uuid, storeId: text, currency: text, number: count };

const figures = {
  ...{ ingoingBalance: whole, captured: whole, refunded: whole, fees: whole, total: whole },
  vat: listOf(record({ vatRate: rate, gross: whole, vat: whole })),
  ...{ lines: count, linesSha256: sha256 },
};

/** For each type of settlement event, the check of its data. */
export const settlementEventShapes = {
  SettlementClosed: record({
    ...settlement,
    ...{ periodStart: instant, periodEnd: instant, closedAt: instant },
    ...{ reason: oneOf('schedule', 'request'), timeZone: text },
  }),
  SettlementStated: record({ ...settlement, ...figures, statedAt: instant }),
  SettlementCorrected: record(
    {
      ...{ ...settlement, ...figures, corrects: record(figures) },
      ...{ reason: text, correctedBy: text, correctedAt: instant },
    },
    { paid: whole },
  ),
  SettlementPaidOut: record(
    { ...settlement, amount: whole, reference: text, paidOutAt: instant },
    { paidOn: day },
  ),
  SettlementPayoutReversed: record({
    ...settlement,
    ...{ amount: whole, reference: text, reason: text, reversedAt: instant },
  }),
} as const satisfies Record<SettlementEvent['type'], ShapeCheck>;

import { rowTypes } from '#ledger';
import type { OrderEvent } from '#ledger';
import {
  attributes,
  count,
  instant,
  listOf,
  oneOf,
  orNull,
  rate,
  record,
  text,
  uuid,
  whole,
} from './shape.js';
import type { ShapeCheck } from './shape.js';

const article = { description: text, unitPrice: whole, vatRate: rate, quantity: count };
const ofArticle = { articleNumber: text, type: oneOf(...rowTypes), vat: whole };
const unnumbered = record(article, { ...ofArticle, attributes });
const row = record({ ...article, rowId: text }, { ...ofArticle, attributes, takenBefore: whole });
const refundedRow = record(article, { ...ofArticle, captureId: uuid, rowId: text });

const orderId = text;
const money = { amount: whole, currency: text };
const captureId = uuid;
const outcome = { orderId, captureId, ...money, rows: listOf(row) };
const capture = {
  ...outcome,
  ...{ outcome: oneOf('settled', 'requested'), description: text, capturedAt: instant },
};
const reference = text;
const paymentIntent = text;
const reauthorization = { orderId, reauthorizationId: uuid };

/** What the data of each event of an order is made of, in its newest schema (`order-events.ts` of libs/ledger). */
export const orderEventShapes = {
  OrderRegistered: record(
    {
      ...{ orderId, storeId: text, orderNumber: text, currency: text, rows: listOf(row) },
      ...{ salesSegment: oneOf('B2C', 'B2B'), paymentMethod: oneOf('invoice', 'card') },
      ...{ placedAt: instant, expiresAt: instant },
    },
    { countryCode: text, attributes, customer: record({ keyId: uuid, sealed: text }) },
  ),
  OrderAuthorized: record({ orderId, ...money, authorizedAt: instant }, { paymentIntent }),
  OrderAuthorizationFailed: record({ orderId, reason: text, failedAt: instant }, { paymentIntent }),
  OrderCaptured: record(capture, { reference }),
  OrderPartCaptured: record(capture, { reference, remainder: row, remainders: listOf(row) }),
  OrderItemsReplaced: record({ ...capture, remainder: orNull(row) }, { reference }),
  CaptureSettled: record(
    { ...outcome, description: text, capturedAt: instant, settledAt: instant },
    { reference },
  ),
  CaptureFailed: record({ ...outcome, reason: text, capturesStanding: count, failedAt: instant }),
  OrderCancelled: record(
    { orderId, ...money, rows: listOf(row), capturesStanding: count, cancelledAt: instant },
    { reference, captureId },
  ),
  OrderRefunded: record(
    {
      ...{ orderId, refundId: uuid, ...money, rows: listOf(refundedRow) },
      captures: listOf(record({ captureId, amount: whole })),
      ...{ description: text, refundedAt: instant },
    },
    { reference },
  ),
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
      ...{ capturesStanding: count, reauthorizedAt: instant },
    },
    { reference, expiresAt: instant },
  ),
  OrderExtended: record({ orderId, expiresAt: instant, extendedAt: instant }),
  OrderExpired: record({ orderId, expiredAt: instant }),
} as const satisfies Record<OrderEvent['type'], ShapeCheck>;

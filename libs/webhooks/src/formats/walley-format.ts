import { createHmac, randomBytes } from 'node:crypto';
import { majorUnits } from '#ledger';
import {
  messageFacts,
  unixSeconds,
  isAuthorizedAtOnce,
  type Notification,
  type WebhookEvent,
} from '../messages/notification.js';
import type { WebhookFormat } from '../messages/webhook-format.js';

/** Walley's name of an event, such as `walley:order:captured`. */
const walleyNameOf = (event: WebhookEvent): string => `walley:${event.replace('.', ':')}`;

/** Walley's words for the state of the payment at the registration of an order. */
const walleyStatus = { authorized: 'Authorized', pending: 'OnHold' } as const;

/**
 * The body of a message as Walley sends it (walley.md, "Webhooks"). Money is in major units, and
 * `Reference` is the order number.
 */
export const walleyBody = (notification: Notification): string => {
  const { amount, originalAmount, currency, ...facts } = messageFacts(notification);
  const { metadata } = notification.logged;
  const major = (minor: number | undefined): number | undefined =>
    minor === undefined || currency === undefined ? undefined : majorUnits(minor, currency);
  return JSON.stringify({
    Type: walleyNameOf(notification.event),
    Timestamp: metadata['recordedAt'],
    Payload: {
      OrderId: facts.orderId,
      SettlementId: facts.settlementId,
      Reference: facts.orderNumber ?? facts.number?.toString(),
      Amount: major(amount),
      OriginalAmount: major(originalAmount),
      Currency: currency,
      Status: facts.status && walleyStatus[facts.status],
      StoreId: metadata.storeId,
      CaptureId: facts.captureId,
      RefundId: facts.refundId,
      ReauthorizationId: facts.reauthorizationId,
      ActionReference: facts.reference,
      ExpiresAt: facts.expiresAt,
    },
  });
};

export interface WalleySigning {
  /** The time of the event in seconds since the epoch, the same at each attempt. */
  readonly timestamp: string;
  readonly correlationId: string;
  /** True in a production environment. */
  readonly live: boolean;
}

/**
 * The signature: hex HMAC-SHA256 of `timestamp.body`. The key is the text of the endpoint's secret,
 * byte for byte.
 */
export const walleySignature = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

export const walleyHeaders = (
  secret: string,
  body: string,
  { timestamp, correlationId, live }: WalleySigning,
): Record<string, string> => ({
  'Walley-CorrelationId': correlationId,
  'Walley-Timestamp': timestamp,
  'Walley-Signature': walleySignature(secret, timestamp, body),
  'Walley-Live': live ? 'True' : 'False',
});

const secretBytes = 32;

/**
 * The format named `walley`. If an order was authorised at its registration, no message is sent
 * about the authorisation, because the message about the registration already says that the order
 * is authorised. A message has room for one signature, so only the present secret is used, even
 * during a rotation.
 */
export const walleyFormat: WebhookFormat = {
  kind: 'walley',
  nameOf: walleyNameOf,
  omits: isAuthorizedAtOnce,
  makeSecret: () => randomBytes(secretBytes).toString('hex'),
  body: walleyBody,
  headers: ({ secrets: [secret], body, occurredAt, correlationId, live }) =>
    walleyHeaders(secret, body, { timestamp: unixSeconds(occurredAt), correlationId, live }),
};

import { createHmac, randomBytes } from 'node:crypto';
import { messageFacts, unixSeconds, type Notification } from '../messages/notification.js';
import type { WebhookFormat } from '../messages/webhook-format.js';

/** The first characters of every secret in Standard Webhooks; the key in base64 follows them. */
export const standardSecretPrefix = 'whsec_';

/** The body of a message in the form of Standard Webhooks. Money is in minor units, as in `/v1`. */
export const standardBody = (notification: Notification): string => {
  const { eventId, position, revision, metadata } = notification.logged;
  return JSON.stringify({
    type: notification.event,
    timestamp: metadata['recordedAt'],
    data: {
      eventId,
      position: String(position),
      revision: String(revision),
      store: metadata.storeId,
      ...messageFacts(notification),
      correlationId: metadata['correlationId'],
    },
  });
};

export interface StandardSigning {
  /**
   * The message id: the same at each attempt, so that the receiver recognises a repeated message.
   */
  readonly id: string;
  /**
   * The time of the attempt, in seconds since the epoch. Receivers refuse a message whose timestamp
   * is minutes old.
   */
  readonly timestamp: string;
}

const signature = (secret: string, { id, timestamp }: StandardSigning, body: string): string => {
  const key = Buffer.from(secret.slice(standardSecretPrefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
};

/**
 * The headers of a message, with one signature for each secret: during a rotation the receiver may
 * check with the new or with the former secret.
 */
export const standardHeaders = (
  secrets: readonly string[],
  body: string,
  signing: StandardSigning,
): Record<string, string> => ({
  'webhook-id': signing.id,
  'webhook-timestamp': signing.timestamp,
  'webhook-signature': secrets.map((secret) => signature(secret, signing, body)).join(' '),
});

const secretBytes = 32;

/**
 * The format named `standard`. The timestamp of a message is the time of the attempt and not of the
 * event, because receivers refuse a timestamp that is minutes old.
 */
export const standardFormat: WebhookFormat = {
  kind: 'standard',
  nameOf: (event) => event,
  omits: () => false,
  makeSecret: () => standardSecretPrefix + randomBytes(secretBytes).toString('base64'),
  body: standardBody,
  headers: ({ secrets, body, eventId, attemptedAt }) =>
    standardHeaders(secrets, body, { id: `evt_${eventId}`, timestamp: unixSeconds(attemptedAt) }),
};

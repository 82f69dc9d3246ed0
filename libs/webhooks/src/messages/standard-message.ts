import { createHmac, randomBytes } from 'node:crypto';
import { messageFacts, unixSeconds, type Notification } from './notification.js';
import type { WebhookFormat } from './webhook-format.js';

/** What a secret of a Standard Webhooks endpoint begins with; base64 of the key follows. */
export const standardSecretPrefix = 'whsec_';

/** The message in the form of Standard Webhooks: money in minor units, as in `/v1`. */
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
  /** The same at every attempt: receivers recognise repeats by it. */
  readonly id: string;
  /** Of the attempt, seconds since the epoch: receivers refuse one that is minutes old. */
  readonly timestamp: string;
}

const signature = (secret: string, { id, timestamp }: StandardSigning, body: string): string => {
  const key = Buffer.from(secret.slice(standardSecretPrefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
};

/**
 * One signature for each secret: during a rotation both the new one and the one before are good.
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

/** Receivers refuse a message whose timestamp is minutes old, so it is the attempt's. */
export const standardFormat: WebhookFormat = {
  kind: 'standard',
  nameOf: (event) => event,
  omits: () => false,
  makeSecret: () => standardSecretPrefix + randomBytes(secretBytes).toString('base64'),
  body: standardBody,
  headers: ({ secrets, body, eventId, attemptedAt }) =>
    standardHeaders(secrets, body, { id: `evt_${eventId}`, timestamp: unixSeconds(attemptedAt) }),
};

import { createHmac } from 'node:crypto';
import { messageFacts } from './message-facts.js';
import type { Notification } from './notification.js';

/** What a secret of a Standard Webhooks endpoint begins with; base64 of the key follows. */
export const standardSecretPrefix = 'whsec_';

/** The message in the form of Standard Webhooks: money in minor units, as in `/v1`. */
export const standardBody = (told: Notification): string => {
  const { eventId, position, revision, metadata } = told.logged;
  return JSON.stringify({
    type: told.event,
    timestamp: metadata['recordedAt'],
    data: {
      eventId,
      position: String(position),
      revision: String(revision),
      store: metadata.storeId,
      ...messageFacts(told),
      correlationId: metadata['correlationId'],
    },
  });
};

export interface StandardSigning {
  /** The same at every attempt: receivers tell repeats by it. */
  readonly id: string;
  /** Of the attempt, seconds since the epoch: receivers refuse one that is minutes old. */
  readonly timestamp: string;
}

const signature = (secret: string, { id, timestamp }: StandardSigning, body: string): string => {
  const key = Buffer.from(secret.slice(standardSecretPrefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
};

/** One signature for each secret: during a rotation both the new one and the one before are good. */
export const standardHeaders = (
  secrets: readonly string[],
  body: string,
  signing: StandardSigning,
): Record<string, string> => ({
  'webhook-id': signing.id,
  'webhook-timestamp': signing.timestamp,
  'webhook-signature': secrets.map((secret) => signature(secret, signing, body)).join(' '),
});

import type { SecretBox } from '../endpoints/secret-box.js';
import { webhookFormats } from '../messages/webhook-formats.js';
import type { ClaimedDelivery } from './delivery.js';

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signer {
  readonly box: SecretBox;
  /** Whether this is a production environment. */
  readonly live: boolean;
}

/** The attempt as it goes over the wire. Receivers know a repeat by the event's id, at whatever attempt. */
export const signedRequest = (
  delivery: ClaimedDelivery,
  { box, live }: Signer,
  attemptedAt: Date,
): SignedRequest => {
  const { endpointId, kind, url, body, secret, formerSecret, formerUntil } = delivery;
  const { eventId, occurredAt, correlationId } = delivery;
  const current = box.open(secret, endpointId);
  const isRotating = formerSecret !== null && formerUntil !== null && formerUntil > attemptedAt;
  const former = isRotating ? [box.open(formerSecret, endpointId)] : [];
  const headers = webhookFormats.of(kind).headers({
    secrets: [current, ...former],
    ...{ body, eventId, occurredAt, attemptedAt, correlationId, live },
  });
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'capture-ledger-webhooks/1',
      ...headers,
    },
  };
};

import type { SecretBox } from '../endpoints/secret-box.js';
import { standardHeaders } from '../messages/standard-message.js';
import { walleyHeaders } from '../messages/walley-message.js';
import type { ClaimedDelivery } from './delivery.js';

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signer {
  readonly box: SecretBox;
  /** Whether this is a production environment, for Walley's header. */
  readonly live: boolean;
}

const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

/** The attempt as it goes over the wire. Receivers know a repeat by the event's id, at whatever attempt. */
export const signedRequest = (
  delivery: ClaimedDelivery,
  { box, live }: Signer,
  now: Date,
): SignedRequest => {
  const { endpointId, kind, url, body, secret, formerSecret, formerUntil } = delivery;
  const current = box.open(secret, endpointId);
  const isRotating = formerSecret !== null && formerUntil !== null && formerUntil > now;
  const former = isRotating ? [box.open(formerSecret, endpointId)] : [];
  const headers =
    kind === 'walley'
      ? walleyHeaders(current, body, {
          timestamp: seconds(delivery.occurredAt),
          correlationId: delivery.correlationId,
          live,
        })
      : standardHeaders([current, ...former], body, {
          id: `evt_${delivery.eventId}`,
          timestamp: seconds(now),
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

import type { WebhookEvent } from '../messages/webhook-events.js';
import type { Endpoint, EndpointKind } from './endpoint.js';

export const endpointColumns = `endpoint_id AS "endpointId", kind, url, description, stores,
  event_types AS events, created_at AS "createdAt", former_until AS "formerUntil"`;

export interface EndpointRow {
  readonly endpointId: string;
  readonly kind: EndpointKind;
  readonly url: string;
  readonly description: string | null;
  readonly stores: readonly string[];
  readonly events: readonly WebhookEvent[];
  readonly createdAt: Date;
  readonly formerUntil: Date | null;
}

export const toEndpoint = (row: EndpointRow, now: Date): Endpoint => {
  const { description, createdAt, formerUntil, ...same } = row;
  return {
    ...same,
    createdAt: createdAt.toISOString(),
    ...(description !== null && { description }),
    ...(formerUntil !== null &&
      formerUntil > now && { formerSecretUntil: formerUntil.toISOString() }),
  };
};

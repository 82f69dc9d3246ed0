import type { WebhookEvent } from '../messages/notification.js';

export const endpointKinds = ['walley', 'standard'] as const;

/** In which form an endpoint is told. */
export type EndpointKind = (typeof endpointKinds)[number];

/** Whom the ledger tells what has happened. */
export interface Endpoint {
  /** UUID. */
  readonly endpointId: string;
  readonly kind: EndpointKind;
  readonly url: string;
  readonly description?: string;
  readonly stores: readonly string[];
  readonly events: readonly WebhookEvent[];
  /** RFC 3339, UTC, milliseconds. */
  readonly createdAt: string;
  /** During a rotation of the secret: until when messages are signed with the secret before as well. */
  readonly formerSecretUntil?: string;
}

/** Endpoints at once; each is looked at for every event. */
export const endpointsMax = 100;

export type EndpointCreated =
  /** `secret` is shown here and now only. */
  | { readonly kind: 'created'; readonly endpoint: Endpoint; readonly secret: string }
  | { readonly kind: 'too-many' };

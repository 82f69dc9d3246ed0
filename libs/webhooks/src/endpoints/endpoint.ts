import type { WebhookEvent } from '../messages/notification.js';

/** A receiver of messages about what has happened. */
export interface Endpoint {
  /** UUID. */
  readonly endpointId: string;
  /** Names the format of its messages. */
  readonly kind: string;
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

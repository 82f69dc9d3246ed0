export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;

/** `dead`: all attempts failed, and the message is sent again only by a replay. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/**
 * A message to an endpoint and its outcome so far. Times are RFC 3339 in UTC, with milliseconds.
 */
export interface Delivery {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly stream: string;
  readonly position: bigint;
  readonly event: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Absent if no further attempt is planned. */
  readonly nextAttemptAt?: string;
  readonly lastAttemptAt?: string;
  /** The HTTP status of the last answer; absent if the last attempt got none. */
  readonly lastStatus?: number;
  /** The reason why the last attempt got no answer. */
  readonly lastError?: string;
}

/** A delivery that this worker has claimed for its next attempt. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  /**
   * Identifies one attempt. An outcome is recorded only if the delivery still has this claim. So an
   * attempt that counted as lost cannot overwrite the outcome of a newer attempt.
   */
  readonly claim: string;
  /** The number of attempts so far, this attempt included. */
  readonly attempts: number;
  readonly endpointId: string;
  readonly kind: string;
  readonly url: string;
  /** The endpoint's secret, encrypted by `EndpointSecretBox`. */
  readonly secret: Buffer;
  /** Earlier secrets with which messages are still signed, the newest first. */
  readonly formerSecrets: readonly Buffer[];
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly body: string;
}

/** The outcome of an attempt. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /**
   * The worker interrupted the attempt because it had to stop. This outcome says nothing about the
   * receiver.
   */
  | { readonly kind: 'broken-off' };

export const isDelivered = (attempted: AttemptOutcome): boolean =>
  attempted.kind === 'answered' && attempted.status >= 200 && attempted.status < 300;

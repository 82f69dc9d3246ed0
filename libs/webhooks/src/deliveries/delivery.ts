export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;

/** `dead`: all attempts failed; only a replay tries again. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A message to an endpoint and its outcome. Times: RFC 3339, UTC, milliseconds. */
export interface Delivery {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly stream: string;
  readonly position: bigint;
  readonly event: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Absent when there is no further attempt. */
  readonly nextAttemptAt?: string;
  readonly lastAttemptAt?: string;
  /** HTTP status of the last answer. */
  readonly lastStatus?: number;
  /** The reason why there was no answer. */
  readonly lastError?: string;
}

/** A delivery whose next attempt belongs to this worker. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  /** Identifies the attempt. */
  readonly claim: string;
  /** Number of attempts, including this one. */
  readonly attempts: number;
  readonly endpointId: string;
  readonly kind: string;
  readonly url: string;
  /** Sealed. */
  readonly secret: Buffer;
  readonly formerSecret: Buffer | null;
  readonly formerUntil: Date | null;
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly body: string;
}

/** The outcome of an attempt. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The worker ended it because it stops; that says nothing about the receiver. */
  | { readonly kind: 'broken-off' };

export const isDelivered = (attempted: AttemptOutcome): boolean =>
  attempted.kind === 'answered' && attempted.status >= 200 && attempted.status < 300;

export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;

/** `dead`: all attempts failed; it is not tried again unless it is replayed. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A message to an endpoint, and what became of it. Times: RFC 3339, UTC, milliseconds. */
export interface Delivery {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly stream: string;
  readonly position: bigint;
  readonly event: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Absent once nothing more is tried. */
  readonly nextAttemptAt?: string;
  readonly lastAttemptAt?: string;
  /** HTTP status of the last answer. */
  readonly lastStatus?: number;
  /** Why there was none. */
  readonly lastError?: string;
}

/** A delivery whose next attempt is ours to make. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  /** Names the attempt. */
  readonly claim: string;
  /** With this one. */
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

/** What came of an attempt. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** We ended it, because the worker stops; it says nothing about the receiver. */
  | { readonly kind: 'broken-off' };

export const isDelivered = (attempted: AttemptOutcome): boolean =>
  attempted.kind === 'answered' && attempted.status >= 200 && attempted.status < 300;

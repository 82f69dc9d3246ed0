import type { OrderEvent, Cause } from './order-events.js';
import type { RejectionCode } from './rejection.js';

/** The command is accepted: these events, appended together, are its whole effect. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly events: readonly OrderEvent[];
  readonly cause: Cause;
  readonly captureId?: string;
  readonly paymentIntent?: string;
}

/** The command was accepted before under the same key; nothing is written again. */
export interface Replayed {
  readonly kind: 'replayed';
  /** Revision of the last event the first request wrote. */
  readonly revision: number;
  readonly captureId?: string;
  /** That the first request made. */
  readonly paymentIntent?: string;
  /** Of the first request. */
  readonly correlationId?: string;
}

/** The command is refused and has no effect. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  /** A sentence for the caller's developer; amounts in it are minor units. */
  readonly detail: string;
  /** The same with amounts in major units, if there are any in it. */
  readonly detailInMajorUnits?: string;
}

export type Decision = Accepted | Replayed | Rejected;

import type { VersionedMap } from '../../collections/versioned-map.js';
import type { CaptureMethod, Instant, PaymentMethod } from '../order-events.js';

/** How an order is paid, and what its gateway holds for it. */
export interface OrderPayment {
  readonly method: PaymentMethod;
  /**
   * `lapsed`: the gateway let the authorisation run out, which a failed capture showed. `released`:
   * what it still held was given free.
   */
  readonly status: 'pending' | 'authorized' | 'lapsed' | 'released';
  /**
   * The intent that the order holds: given with its authorisation, or by the first capture through
   * one.
   */
  readonly paymentIntent?: string;
  /** Minor units: what was authorised, once it was. */
  readonly authorized?: number;
  /** The last payment that failed, while the order waits for one. */
  readonly failure?: AuthorizationFailure;
  /** What was not captured was cancelled or expired, and no capture was made since. */
  readonly isRestGivenUp?: true;
  /** The gateway's customer, such as `cus_...`. */
  readonly customerId?: string;
  /** The card-present intents that were made for the order, by id. */
  readonly terminalIntents?: VersionedMap<TerminalIntent>;
}

export interface AuthorizationFailure {
  readonly reason: string;
  readonly paymentIntent?: string;
  readonly failedAt: Instant;
}

/** A card-present intent; its metadata stand in its event. */
export interface TerminalIntent {
  readonly paymentIntent: string;
  readonly amount: number;
  readonly captureMethod: CaptureMethod;
  readonly paymentMethods: readonly string[];
  readonly createdAt: Instant;
}

/** What the gateway still holds for an order that gave the rest up. */
export interface ReleaseDue {
  readonly paymentIntent: string;
  /** Minor units. */
  readonly amount: number;
}

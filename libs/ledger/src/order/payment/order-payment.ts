import type { VersionedMap } from '../../collections/versioned-map.js';
import type { CaptureMethod, PaymentMethod } from '../order-events.js';
import type { Instant } from '../../time/instant.js';

/** The payment of an order, with the ids of what the gateway keeps for it. */
export interface OrderPayment {
  readonly method: PaymentMethod;
  /**
   * `lapsed`: the gateway's authorisation has run out, which a failed capture showed. `released`:
   * the gateway released the money that was not captured.
   */
  readonly status: 'pending' | 'authorized' | 'lapsed' | 'released';
  /**
   * The payment intent of the order, known since the order was authorised with an intent or first
   * captured through one.
   */
  readonly paymentIntent?: string;
  /** Authorised amount in minor units; absent before the authorisation. */
  readonly authorized?: number;
  /** The newest failed payment of an order that still waits for its payment. */
  readonly failure?: AuthorizationFailure;
  /**
   * True if the uncaptured rest was cancelled or has expired, and no capture was made afterwards.
   */
  readonly isRestGivenUp?: true;
  /** The intent on which a checkout authorises cards, while the order waits for its payment. */
  readonly checkoutIntent?: string;
  /** The offline payment method that the customer chose, such as `bacs`. */
  readonly offlineMethod?: string;
  /** The gateway's id of the customer, such as `cus_...`. */
  readonly customerId?: string;
  /** The card-present intents that were created for the order, by their ids. */
  readonly terminalIntents?: VersionedMap<TerminalIntent>;
}

export interface AuthorizationFailure {
  readonly reason: string;
  readonly paymentIntent?: string;
  readonly failedAt: Instant;
}

/**
 * A card-present intent. The caller's own metadata of the intent are stored at the gateway only.
 */
export interface TerminalIntent {
  readonly paymentIntent: string;
  readonly amount: number;
  readonly captureMethod: CaptureMethod;
  readonly paymentMethods: readonly string[];
  readonly createdAt: Instant;
}

/** The money that the gateway still holds for an order with nothing left to capture. */
export interface ReleaseDue {
  readonly paymentIntent: string;
  /** Minor units. */
  readonly amount: number;
}

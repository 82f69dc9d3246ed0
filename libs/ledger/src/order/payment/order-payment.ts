import type { VersionedMap } from '../../collections/versioned-map.js';
import type { CaptureMethod, Instant, PaymentMethod } from '../order-events.js';

/** The payment of an order, and the amount that its gateway holds for it. */
export interface OrderPayment {
  readonly method: PaymentMethod;
  /**
   * `lapsed`: the authorisation ran out at the gateway, as a failed capture showed. `released`: the
   * rest was released.
   */
  readonly status: 'pending' | 'authorized' | 'lapsed' | 'released';
  /**
   * The intent that the order holds: given with its authorisation, or by the first capture through
   * one.
   */
  readonly paymentIntent?: string;
  /** Authorised amount, minor units, once there is one. */
  readonly authorized?: number;
  /** The last payment that failed, while the order waits for one. */
  readonly failure?: AuthorizationFailure;
  /** The rest was cancelled or expired, and no capture was made since. */
  readonly isRestGivenUp?: true;
  /** The intent on which a checkout asks cards, while the order waits for its payment. */
  readonly checkoutIntent?: string;
  /** The offline method that the customer chose, such as `bacs`. */
  readonly offlineMethod?: string;
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

/** A card-present intent; the gateway has its metadata. */
export interface TerminalIntent {
  readonly paymentIntent: string;
  readonly amount: number;
  readonly captureMethod: CaptureMethod;
  readonly paymentMethods: readonly string[];
  readonly createdAt: Instant;
}

/** The amount that the gateway still holds for an order of which nothing can be captured. */
export interface ReleaseDue {
  readonly paymentIntent: string;
  /** Minor units. */
  readonly amount: number;
}

import type { Instant } from '../time/instant.js';
import type { Cause } from './cause.js';
import type { Attributes, CapturedRow, RefundedRow, Row, UnnumberedRow } from './row.js';

export type SalesSegment = 'B2C' | 'B2B';
export type PaymentMethod = 'invoice' | 'card';

interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Readonly<{ orderId: string } & Data>;
}

export type OrderRegistered = Fact<
  'OrderRegistered',
  {
    storeId: string;
    orderNumber: string;
    currency: string;
    salesSegment: SalesSegment;
    paymentMethod: PaymentMethod;
    countryCode?: string;
    rows: readonly Row[];
    placedAt: Instant;
    expiresAt: Instant;
    attributes?: Attributes;
    customer?: SealedCustomer;
  }
>;

/**
 * The customer's data as stored in the log: encrypted with a key of that person, which is stored
 * outside the log. After the key is destroyed nobody can read the data, but the event and its hash
 * stay unchanged (docs/personal-data.md).
 */
export interface SealedCustomer {
  readonly keyId: string;
  /** The encrypted data, in base64. */
  readonly sealed: string;
}

export type OrderAuthorized = Fact<
  'OrderAuthorized',
  {
    amount: number;
    currency: string;
    authorizedAt: Instant;
    paymentIntent?: string;
    /** The payment method that the customer used, if it differs from the registered one. */
    paymentMethod?: PaymentMethod;
    /**
     * The offline payment method that the customer chose, such as `bacs` (bank transfer). The order
     * is authorised although the money has not arrived yet.
     */
    offlineMethod?: string;
  }
>;

export type OrderAuthorizationFailed = Fact<
  'OrderAuthorizationFailed',
  { reason: string; failedAt: Instant; paymentIntent?: string }
>;

/** The data that all capture events have in common. */
interface Capture {
  captureId: string;
  /**
   * `settled` for invoice orders. `requested` for card orders, until the gateway reports an
   * outcome.
   */
  outcome: 'settled' | 'requested';
  amount: number;
  currency: string;
  rows: readonly CapturedRow[];
  description: string;
  reference?: string;
  /**
   * The payment intent to capture through; absent for an invoice and for a card order without an
   * intent.
   */
  paymentIntent?: string;
  capturedAt: Instant;
}

/** A capture of everything that was left, with the order's own rows. */
export type OrderCaptured = Fact<'OrderCaptured', Capture>;

/**
 * A capture of some rows, or of an amount.
 *
 * For a capture of rows, both `remainder` and `remainders` are absent, and the captured rows are
 * rows of the order. For a capture of an amount, `remainders` replaces the uncaptured rows: for
 * each VAT rate one row with what is left of it. Older events have a single row `remainder` for
 * everything left.
 */
export type OrderPartCaptured = Fact<
  'OrderPartCaptured',
  Capture & { remainder?: Row; remainders?: readonly Row[] }
>;

/**
 * A capture whose rows come from the caller instead of from the order. `remainder` replaces the
 * uncaptured rows; `null` if nothing is left.
 */
export type OrderItemsReplaced = Fact<'OrderItemsReplaced', Capture & { remainder: Row | null }>;

/**
 * The gateway took the money of a requested capture. The event repeats the capture's data, so that
 * a consumer need not look up the earlier event.
 */
export type CaptureSettled = Fact<
  'CaptureSettled',
  Omit<Capture, 'outcome' | 'paymentIntent'> & {
    settledAt: Instant;
    charge?: GatewayCharge;
    /**
     * The gateway released the uncaptured rest of the authorisation together with this last
     * capture.
     */
    restReleased?: true;
  }
>;

/** The gateway's own data about the charge of a capture. */
export interface GatewayCharge {
  readonly chargeId?: string;
  readonly receiptUrl?: string;
  /** The gateway's id of the payment method, such as `pm_...`. */
  readonly paymentMethodId?: string;
  /** The gateway's id of the customer, such as `cus_...`. */
  readonly customerId?: string;
}

/** The gateway refused a requested capture. Its rows and its amount can be captured again. */
export type CaptureFailed = Fact<
  'CaptureFailed',
  Pick<Capture, 'captureId' | 'amount' | 'currency' | 'rows'> & {
    /** The reason for the refusal, in the gateway's words. */
    reason: string;
    /** The gateway's code for the reason. */
    code?: string;
    /**
     * The gateway's authorisation has run out, so that no other capture through this authorisation
     * can succeed.
     */
    authorizationLapsed?: true;
    /** Number of the order's captures that are settled or still requested after this event. */
    openCaptures: number;
    failedAt: Instant;
  }
>;

/** Everything that was not captured is cancelled. */
export type OrderCancelled = Fact<
  'OrderCancelled',
  {
    amount: number;
    currency: string;
    /** The rows with something to cancel; `quantity` is the cancelled quantity. */
    rows: readonly Row[];
    /**
     * Number of the order's captures that are settled or still requested. If there are none, the
     * cancellation closes the order.
     */
    openCaptures: number;
    reference?: string;
    /**
     * The id of the final capture that cancelled the rest (ledger.md, "Capture"); absent if a
     * caller asked for the cancellation.
     */
    captureId?: string;
    cancelledAt: Instant;
  }
>;

/** The data that all refund events have in common. */
interface Refund {
  refundId: string;
  /**
   * The amount for the customer: returned goods less fees and discounts, the sum of the rows.
   */
  amount: number;
  currency: string;
  rows: readonly RefundedRow[];
  /** The captures from which the money is taken. Their amounts add up to the refunded amount. */
  captures: readonly CaptureShare[];
}

/**
 * Money of settled captures is refunded. The amount counts as refunded at once. If the gateway
 * later refuses the refund, the amount can be refunded again.
 */
export type OrderRefunded = Fact<
  'OrderRefunded',
  Refund & {
    /**
     * `settled` for invoice orders. `requested` for card orders, until the gateway reports an
     * outcome. Older events have no outcome and are settled.
     */
    outcome?: 'settled' | 'requested';
    description: string;
    reference?: string;
    refundedAt: Instant;
  }
>;

/**
 * The gateway paid a requested refund. The event repeats the refund's data, so that a consumer need
 * not look up the earlier event.
 */
export type RefundSettled = Fact<
  'RefundSettled',
  Refund & {
    description: string;
    reference?: string;
    refundedAt: Instant;
    /** The gateway's own id of the refund, such as `re_...`. */
    gatewayRefundId?: string;
    settledAt: Instant;
  }
>;

/** The gateway refused a requested refund. Its amount can be refunded again. */
export type RefundFailed = Fact<
  'RefundFailed',
  Refund & {
    /** The reason for the refusal, in the gateway's words. */
    reason: string;
    /** The gateway's code for the reason. */
    code?: string;
    failedAt: Instant;
  }
>;

/**
 * The part of a refund that is taken from one capture, or given back to the capture after the
 * refund failed.
 */
export interface CaptureShare {
  readonly captureId: string;
  /** Minor units, above 0. */
  readonly amount: number;
}

interface Reauthorization {
  reauthorizationId: string;
  /** The uncaptured amount after the reauthorisation, minor units. */
  amount: number;
  currency: string;
  reference?: string;
}

/**
 * A reauthorisation of more than is left was requested and waits for an approval. If an earlier
 * request still waits, this one replaces it.
 */
export type ReauthorizationRequested = Fact<
  'ReauthorizationRequested',
  Reauthorization & {
    rows: readonly UnnumberedRow[];
    /**
     * Amount left at the time of the request, minor units. The approval is refused if the amount
     * left has changed since.
     */
    remaining: number;
    requestedAt: Instant;
  }
>;

export type ReauthorizationRejected = Fact<
  'ReauthorizationRejected',
  { reauthorizationId: string; rejectedAt: Instant }
>;

/**
 * A reauthorisation took effect, either at once or after an approval: `rows` replaces the
 * uncaptured rows.
 */
export type OrderReauthorized = Fact<
  'OrderReauthorized',
  Reauthorization & {
    rows: readonly Row[];
    /** Number of the order's captures that are settled or still requested. */
    openCaptures: number;
    /** The new expiry date, if the order had expired and is now open again. */
    expiresAt?: Instant;
    reauthorizedAt: Instant;
  }
>;

/**
 * The gateway released the money that it still held for a card order with nothing left to capture.
 */
export type AuthorizationReleased = Fact<
  'AuthorizationReleased',
  { paymentIntent: string; amount: number; currency: string; releasedAt: Instant }
>;

/**
 * A card-present payment intent was created at the gateway. The order holds this intent only after
 * a capture went through it.
 */
export type TerminalIntentCreated = Fact<
  'TerminalIntentCreated',
  {
    paymentIntent: string;
    amount: number;
    currency: string;
    /**
     * The metadata members that the ledger added to the intent. The caller's own members may be
     * personal data, so the event does not contain them.
     */
    metadata: Readonly<Record<string, string>>;
    paymentMethods: readonly string[];
    captureMethod: CaptureMethod;
    customerId?: string;
    createdAt: Instant;
  }
>;

/**
 * A payment intent was created at the gateway for a checkout, before any card is charged on it.
 * Cards are authorised only on the newest of these intents, so that an order has at most one
 * authorisation.
 */
export type CheckoutIntentCreated = Fact<
  'CheckoutIntentCreated',
  { paymentIntent: string; amount: number; currency: string; createdAt: Instant }
>;

/**
 * `manual`: the gateway captures an intent on request. `automatic`: the gateway captures an intent
 * as soon as the customer has paid.
 */
export type CaptureMethod = 'manual' | 'automatic';

/** A customer was created or replaced at the gateway for the order. */
export type CustomerLinked = Fact<'CustomerLinked', { customerId: string; linkedAt: Instant }>;

/**
 * The status that the shop itself gives an order. The status has no effect on money, and only some
 * API contracts offer it.
 */
export type ShopStatus = 'completed' | 'archived';

export type ShopStatusChanged = Fact<
  'ShopStatusChanged',
  { status: ShopStatus; changedAt: Instant }
>;

export type OrderExtended = Fact<'OrderExtended', { expiresAt: Instant; extendedAt: Instant }>;

export type OrderExpired = Fact<'OrderExpired', { expiredAt: Instant }>;

export type CaptureEvent = OrderCaptured | OrderPartCaptured | OrderItemsReplaced;

export type ReauthorizationEvent =
  ReauthorizationRequested | ReauthorizationRejected | OrderReauthorized;

export type OrderEvent =
  | OrderRegistered
  | OrderAuthorized
  | OrderAuthorizationFailed
  | CaptureEvent
  | CaptureSettled
  | CaptureFailed
  | OrderCancelled
  | OrderRefunded
  | RefundSettled
  | RefundFailed
  | ReauthorizationEvent
  | OrderExtended
  | OrderExpired
  | AuthorizationReleased
  | TerminalIntentCreated
  | CheckoutIntentCreated
  | CustomerLinked
  | ShopStatusChanged;

/**
 * An event of the log with its cause. The cause is the only metadata that the order's state depends
 * on.
 */
export type RecordedOrderEvent = OrderEvent & { readonly cause: Cause };

export const isCaptureEvent = (event: OrderEvent): event is CaptureEvent =>
  event.type === 'OrderCaptured' ||
  event.type === 'OrderPartCaptured' ||
  event.type === 'OrderItemsReplaced';

import type { Cause } from './cause.js';
import type { Attributes, CapturedRow, RefundedRow, Row, UnnumberedRow } from './row.js';
import type { SealedCustomer } from './sealed-customer.js';

export type SalesSegment = 'B2C' | 'B2B';
export type PaymentMethod = 'invoice' | 'card';

/** RFC 3339, UTC, milliseconds, as `Date.prototype.toISOString` writes it. */
export type Instant = string;

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

export type OrderAuthorized = Fact<
  'OrderAuthorized',
  {
    amount: number;
    currency: string;
    authorizedAt: Instant;
    paymentIntent?: string;
    /** The method that the customer paid by, where the order was registered with another. */
    paymentMethod?: PaymentMethod;
    /** The offline method that the customer chose, such as `bacs`: the money is awaited. */
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
   * `settled` for invoice orders; `requested` for card orders, where the gateway has still to act.
   */
  outcome: 'settled' | 'requested';
  amount: number;
  currency: string;
  rows: readonly CapturedRow[];
  description: string;
  reference?: string;
  /** The intent that the gateway captures through; only of a card order that holds one. */
  paymentIntent?: string;
  capturedAt: Instant;
}

/** All that was left, with the order's own rows. */
export type OrderCaptured = Fact<'OrderCaptured', Capture>;

/**
 * A capture of some rows, or of an amount. An amount replaces the uncaptured rows by `remainders`,
 * one row for the rest of each VAT rate. Older events have `remainder` instead, one row for the
 * whole rest. Without either member the captured rows are the order's own, by row id.
 */
export type OrderPartCaptured = Fact<
  'OrderPartCaptured',
  Capture & { remainder?: Row; remainders?: readonly Row[] }
>;

/** The captured rows are the caller's; what is left became one row, or nothing (`null`). */
export type OrderItemsReplaced = Fact<'OrderItemsReplaced', Capture & { remainder: Row | null }>;

/**
 * The gateway took the money of a requested capture. Repeats what was captured, so that it can be
 * read alone.
 */
export type CaptureSettled = Fact<
  'CaptureSettled',
  {
    captureId: string;
    amount: number;
    currency: string;
    rows: readonly CapturedRow[];
    description: string;
    reference?: string;
    capturedAt: Instant;
    settledAt: Instant;
    charge?: GatewayCharge;
    /**
     * The gateway gave the rest of the authorisation free with it: the capture was the last one.
     */
    restReleased?: true;
  }
>;

/** The gateway's own record of a capture that it took. */
export interface GatewayCharge {
  readonly chargeId?: string;
  readonly receiptUrl?: string;
  /** The gateway's payment method, such as `pm_...`. */
  readonly paymentMethodId?: string;
  /** The gateway's customer, such as `cus_...`. */
  readonly customerId?: string;
}

/** The gateway refused a requested capture: its rows and its amount are given back to the order. */
export type CaptureFailed = Fact<
  'CaptureFailed',
  {
    captureId: string;
    amount: number;
    currency: string;
    rows: readonly CapturedRow[];
    /** The gateway's text. */
    reason: string;
    /** The gateway's code. */
    code?: string;
    /** The authorisation had lapsed: nothing more can be captured through it. */
    authorizationLapsed?: true;
    /** Number of the order's captures that are settled or still requested after this event. */
    openCaptures: number;
    failedAt: Instant;
  }
>;

/** Everything that was not captured was cancelled. */
export type OrderCancelled = Fact<
  'OrderCancelled',
  {
    amount: number;
    currency: string;
    /** The cancelled part of each row: `quantity` is the cancelled quantity. */
    rows: readonly Row[];
    /**
     * Number of the order's captures that are settled or still requested; if 0, the order is
     * closed.
     */
    openCaptures: number;
    reference?: string;
    /**
     * The final capture that gave up the rest (ledger.md, "Capture"); absent if it was a
     * cancellation.
     */
    captureId?: string;
    cancelledAt: Instant;
  }
>;

/**
 * Money of settled captures goes back to the customer. It counts as refunded at once; a requested
 * refund that fails gives its amount back.
 */
export type OrderRefunded = Fact<
  'OrderRefunded',
  {
    refundId: string;
    /**
     * `settled` for invoice orders; `requested` for card orders, where the gateway has still to
     * act. Absent in events from before refunds had outcomes, which are settled.
     */
    outcome?: 'settled' | 'requested';
    /** The refunded amount: returned goods less fees and discounts. The rows add up to it. */
    amount: number;
    currency: string;
    rows: readonly RefundedRow[];
    /** The captures from which the money is taken back; their parts add up to the amount. */
    captures: readonly CaptureShare[];
    description: string;
    reference?: string;
    refundedAt: Instant;
  }
>;

/**
 * The gateway gave the money of a requested refund back. Repeats the refund, so that it can be read
 * alone.
 */
export type RefundSettled = Fact<
  'RefundSettled',
  {
    refundId: string;
    amount: number;
    currency: string;
    rows: readonly RefundedRow[];
    captures: readonly CaptureShare[];
    description: string;
    reference?: string;
    refundedAt: Instant;
    /** The gateway's id of it, such as `re_...`. */
    gatewayRefundId?: string;
    settledAt: Instant;
  }
>;

/** The gateway refused a requested refund: its amount can be refunded again. */
export type RefundFailed = Fact<
  'RefundFailed',
  {
    refundId: string;
    amount: number;
    currency: string;
    rows: readonly RefundedRow[];
    captures: readonly CaptureShare[];
    /** The gateway's text. */
    reason: string;
    /** The gateway's code. */
    code?: string;
    failedAt: Instant;
  }
>;

/** Part of a refund: the amount taken from one capture. */
export interface CaptureShare {
  readonly captureId: string;
  /** Minor units, above 0. */
  readonly amount: number;
}

interface Reauthorization {
  reauthorizationId: string;
  /** The new amount that is not captured. */
  amount: number;
  currency: string;
  reference?: string;
}

/**
 * More than is left was requested, which has to be approved. It takes back an earlier request.
 */
export type ReauthorizationRequested = Fact<
  'ReauthorizationRequested',
  Reauthorization & {
    rows: readonly UnnumberedRow[];
    /**
     * Amount left at the time of the request: if it has changed, an approval would authorise
     * another amount.
     */
    remaining: number;
    requestedAt: Instant;
  }
>;

export type ReauthorizationRejected = Fact<
  'ReauthorizationRejected',
  { reauthorizationId: string; rejectedAt: Instant }
>;

/** The uncaptured rows are replaced by these; at once, or because a request for it was approved. */
export type OrderReauthorized = Fact<
  'OrderReauthorized',
  Reauthorization & {
    rows: readonly Row[];
    /** The order's captures that are settled or still requested. */
    openCaptures: number;
    /** Present if an order that had expired is open again. */
    expiresAt?: Instant;
    reauthorizedAt: Instant;
  }
>;

/** The rest that a cancelled or expired card order held at the gateway was released. */
export type AuthorizationReleased = Fact<
  'AuthorizationReleased',
  { paymentIntent: string; amount: number; currency: string; releasedAt: Instant }
>;

/**
 * A card-present payment intent was made at the gateway. The order does not hold it before a
 * capture through it.
 */
export type TerminalIntentCreated = Fact<
  'TerminalIntentCreated',
  {
    paymentIntent: string;
    amount: number;
    currency: string;
    /** The metadata that the ledger gave. The caller's may be personal data, and are not here. */
    metadata: Readonly<Record<string, string>>;
    paymentMethods: readonly string[];
    captureMethod: CaptureMethod;
    customerId?: string;
    createdAt: Instant;
  }
>;

/**
 * A payment intent was made at the gateway for a checkout of the order, before any card was asked.
 * Cards are only ever authorised on the newest one, so that an order has at most one authorisation.
 */
export type CheckoutIntentCreated = Fact<
  'CheckoutIntentCreated',
  { paymentIntent: string; amount: number; currency: string; createdAt: Instant }
>;

/** When the gateway captures an intent: on request, or as soon as the payment is made. */
export type CaptureMethod = 'manual' | 'automatic';

/** The gateway's customer of the order, made or made anew. */
export type CustomerLinked = Fact<'CustomerLinked', { customerId: string; linkedAt: Instant }>;

/**
 * The shop's own state of an order, kept for contracts that have one; it decides about no money.
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

/** An event as it stands in the log, with what the fold needs of its metadata. */
export type RecordedOrderEvent = OrderEvent & { readonly cause: Cause };

export const isCaptureEvent = (event: OrderEvent): event is CaptureEvent =>
  event.type === 'OrderCaptured' ||
  event.type === 'OrderPartCaptured' ||
  event.type === 'OrderItemsReplaced';

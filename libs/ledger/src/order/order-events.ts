import type { Attributes, CapturedRow, Row } from './row.js';
import type { PaymentMethod, SalesSegment } from './order.js';
import type { SealedCustomer } from './register/sealed-customer.js';

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
  { amount: number; currency: string; authorizedAt: Instant; paymentIntent?: string }
>;

export type OrderAuthorizationFailed = Fact<
  'OrderAuthorizationFailed',
  { reason: string; failedAt: Instant; paymentIntent?: string }
>;

/** What every capture event says, whichever of the four commands decided it. */
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
  capturedAt: Instant;
}

/** All that was left, with the order's own rows. */
export type OrderCaptured = Fact<'OrderCaptured', Capture>;

/**
 * Some rows, or an amount. With an amount the uncaptured rows are replaced: `remainder` is then
 * present, the one row for the rest. Without `remainder` the captured rows are the order's own, by
 * row id.
 */
export type OrderPartCaptured = Fact<'OrderPartCaptured', Capture & { remainder?: Row }>;

/** The captured rows are the caller's; what is left became one row, or nothing (`null`). */
export type OrderItemsReplaced = Fact<'OrderItemsReplaced', Capture & { remainder: Row | null }>;

export type OrderExpired = Fact<'OrderExpired', { expiredAt: Instant }>;

export type CaptureEvent = OrderCaptured | OrderPartCaptured | OrderItemsReplaced;

export type OrderEvent =
  OrderRegistered | OrderAuthorized | OrderAuthorizationFailed | CaptureEvent | OrderExpired;

/** The kind of action a command is; idempotency keys are remembered per order and action. */
export type OrderAction = 'register' | 'authorize' | 'capture' | 'expire';

/** Which request an event came from. Stored in the event's metadata, remembered by the fold. */
export interface Cause {
  readonly action: OrderAction;
  /** SHA-256 of the request's meaning, hex. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  /** Names the request to those who ask what became of it; absent while it is being decided. */
  readonly correlationId?: string;
}

/** An event as it stands in the log, with what the fold needs of its metadata. */
export type RecordedOrderEvent = OrderEvent & { readonly cause: Cause };

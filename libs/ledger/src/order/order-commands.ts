import type { RequestedAmount } from '../money/amount.js';
import type { Attributes, RowType, UnnumberedRow } from './row.js';
import type {
  CaptureMethod,
  GatewayCharge,
  Instant,
  PaymentMethod,
  SalesSegment,
  ShopStatus,
} from './order-events.js';
import type { OrderAction } from './cause.js';
import type { RegisteredCustomer } from './sealed-customer.js';

interface Command<Type extends string, Data> {
  readonly type: Type;
  readonly orderId: string;
  /** When the command is decided; the clock is the caller's. */
  readonly at: Instant;
  readonly idempotencyKey?: string;
  /**
   * Identifies the action this command makes (a capture's `captureId`). With an idempotency key it
   * is derived from order, action and key, so that any replica makes the same; without one it is a
   * UUID v7 made once at the edge.
   */
  readonly actionId: string;
  readonly data: Readonly<Data>;
}

/** The fields of a registration that the store's settings give if the caller does not. */
export type StoreDefault = 'currency' | 'salesSegment' | 'countryCode';

export type RegisterOrderCommand = Command<
  'RegisterOrder',
  {
    storeId: string;
    orderNumber: string;
    currency: string;
    salesSegment: SalesSegment;
    paymentMethod: PaymentMethod;
    countryCode?: string;
    /** Row ids are given by the ledger: `r1`, `r2`, ... */
    rows: readonly UnnumberedRow[];
    /** Default: 90 days after `at`. */
    expiresAt?: Instant;
    authorization: { status: 'authorized'; paymentIntent?: string } | { status: 'pending' };
    attributes?: Attributes;
    /**
     * The shop's key of the order, made for a caller that named none: it goes into the attributes
     * as `woo.orderKey`, and does not count as content.
     */
    madeOrderKey?: string;
    customer?: RegisteredCustomer;
    /** The fields here that the caller left to the store. */
    storeDefaults?: readonly StoreDefault[];
  }
>;

export type AuthorizeOrderCommand = Command<
  'AuthorizeOrder',
  (
    | {
        outcome: 'authorized';
        paymentIntent?: string;
        /** The method that the customer paid by; the registered one if absent. */
        paymentMethod?: PaymentMethod;
        /** The offline method that the customer chose. */
        offlineMethod?: string;
        /** Captures all of it in the same append. */
        capture?: true;
      }
    | { outcome: 'failed'; reason: string; paymentIntent?: string }
  ) & {
    /** The caller's request under its key; by default the request is known by its outcome. */
    request?: string;
  }
>;

export interface CaptureItem {
  readonly articleNumber?: string;
  readonly description?: string;
  readonly unitPrice: RequestedAmount;
  /** A positive integer. */
  readonly quantity: number;
  readonly vatRate?: number;
  readonly type?: RowType;
}

/** An item that names a row of the order: only its quantity is matched. */
export interface RowItem {
  readonly rowId: string;
  /** A positive integer; `remaining`: whatever is left on the row when the capture is decided. */
  readonly quantity: number | 'remaining';
}

/**
 * The money that a capture, refund or reauthorisation asks for: an amount, or an amount and the
 * rows it is made of.
 */
export interface MoneyRequest {
  readonly amount: RequestedAmount;
  /** ISO 4217; given by contracts that name a currency, refused if it is not the order's. */
  readonly currency?: string;
  readonly items: readonly CaptureItem[];
  readonly description?: string;
  readonly reference?: string;
}

/**
 * A capture as a contract asks for it. The order decides whether it is CaptureOrder,
 * PartCaptureOrder, PartCaptureOrderByAmount or ReplaceOrderItems (domain.md, "Capture").
 */
export type RequestCapture = Command<
  'RequestCapture',
  Omit<MoneyRequest, 'amount' | 'items'> & {
    /**
     * `remaining`: everything that is left when the capture is decided. `items`: the sum of the
     * items.
     */
    amount: RequestedAmount | 'remaining' | 'items';
    items: readonly (CaptureItem | RowItem)[];
    replaceItems: boolean;
    /** Gives up what is left after it (ledger.md, "Capture"). */
    final?: true;
    payment?: NamedPayment;
  }
>;

/** The outcome of a capture at the gateway. */
export type SettleCapture = Command<
  'SettleCapture',
  {
    captureId: string;
    charge?: GatewayCharge;
    /** The gateway released the rest of the authorisation with this capture. */
    restReleased?: true;
  }
>;
export type FailCapture = Command<
  'FailCapture',
  {
    captureId: string;
    reason: string;
    code?: string;
    /** The gateway holds nothing any more: the order's payment is marked as lapsed. */
    authorizationLapsed?: true;
  }
>;

/** A payment intent as it was read at the gateway before a capture through it. */
export interface PaymentIntentSeen {
  readonly paymentIntent: string;
  /** The gateway's word for its state, such as `requires_capture`. */
  readonly status: string;
  /** `metadata.order_id` of the intent. */
  readonly orderReference?: string;
}

/**
 * The card-present payment that a capture is made through: it authorises a pending order, which
 * then holds it (domain.md, "Card payments").
 */
export interface NamedPayment {
  readonly paymentIntent: string;
  /** Not needed where the order holds the intent already. */
  readonly seen?: Omit<PaymentIntentSeen, 'paymentIntent'>;
}

/**
 * Captures all that is left through a card-present payment. A pending order is authorised by it.
 * The order adopts the intent unless it holds another one (domain.md, "Card payments").
 */
export type CaptureTerminalPaymentCommand = Command<
  'CaptureTerminalPayment',
  PaymentIntentSeen & { description?: string; reference?: string }
>;

/** Captures all that is left, or an amount, through the intent that the order holds. */
export type CaptureAuthorizationCommand = Command<
  'CaptureAuthorization',
  PaymentIntentSeen & { amount?: RequestedAmount; description?: string; reference?: string }
>;

/** Records a card-present payment intent that was made at the gateway. */
export type CreateTerminalIntentCommand = Command<
  'CreateTerminalIntent',
  {
    paymentIntent: string;
    /** The members that the ledger gave; those of the caller stay at the gateway. */
    metadata: Readonly<Record<string, string>>;
    /** The names of the caller's members. Their values may be personal data. */
    metadataNames?: readonly string[];
    paymentMethods: readonly string[];
    captureMethod: CaptureMethod;
    customerId?: string;
  }
>;

/**
 * Records the payment intent of a checkout. It takes the place of the intent that it names, or of
 * none; if the order has another one, that is the answer.
 */
export type CreateCheckoutIntentCommand = Command<
  'CreateCheckoutIntent',
  { paymentIntent: string; replaces?: string }
>;

/** Records the gateway's customer of the order, who was made or updated there. */
export type CreateCustomerCommand = Command<'CreateCustomer', { customerId: string }>;

/** Records what the shop says of the order (domain.md, "The shop's own status"). */
export type ChangeShopStatusCommand = Command<'ChangeShopStatus', { status: ShopStatus }>;

/**
 * Cancels everything that is not captured. With an intent: only if the order holds that one, or
 * waits for its payment and was authorised by it.
 */
export type CancelOrderCommand = Command<
  'CancelOrder',
  { reference?: string; paymentIntent?: string }
>;

/** The outcome of a refund at the gateway. */
export type SettleRefund = Command<'SettleRefund', { refundId: string; gatewayRefundId?: string }>;
export type FailRefund = Command<'FailRefund', { refundId: string; reason: string; code?: string }>;

/** Records that the gateway gave free what it still held for the order (`releaseDue`). */
export type ReleaseAuthorization = Command<'ReleaseAuthorization', { paymentIntent: string }>;

/**
 * Gives back what was captured and settled: an amount, or rows of captures less fees and discounts.
 */
export type RefundOrderCommand = Command<'RefundOrder', MoneyRequest>;

/** Replaces what is not captured; `amount` is the new amount of it. */
export type ReauthorizeOrderCommand = Command<
  'ReauthorizeOrder',
  Omit<MoneyRequest, 'description'>
>;

/** The answer to a reauthorisation that needed one. */
export type ApproveReauthorizationCommand = Command<
  'ApproveReauthorization',
  { reauthorizationId: string }
>;
export type RejectReauthorizationCommand = Command<
  'RejectReauthorization',
  { reauthorizationId: string }
>;

/** Moves the expiry date: to `expiresAt`, or to 90 days after `at`. */
export type ExtendOrderCommand = Command<'ExtendOrder', { expiresAt?: Instant }>;

export type ExpireOrder = Command<'ExpireOrder', object>;

export type OrderCommand =
  | RegisterOrderCommand
  | AuthorizeOrderCommand
  | RequestCapture
  | SettleCapture
  | FailCapture
  | CaptureTerminalPaymentCommand
  | CaptureAuthorizationCommand
  | CreateTerminalIntentCommand
  | CreateCheckoutIntentCommand
  | CreateCustomerCommand
  | SettleRefund
  | FailRefund
  | ReleaseAuthorization
  | CancelOrderCommand
  | RefundOrderCommand
  | ReauthorizeOrderCommand
  | ApproveReauthorizationCommand
  | RejectReauthorizationCommand
  | ExtendOrderCommand
  | ExpireOrder
  | ChangeShopStatusCommand;

export type ActionOf = Record<OrderCommand['type'], OrderAction>;

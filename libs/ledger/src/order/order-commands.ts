import type { RequestedAmount } from '../money/amount.js';
import type { Instant } from '../time/instant.js';
import type { OrderAction } from './cause.js';
import type {
  CaptureMethod,
  GatewayCharge,
  PaymentMethod,
  SalesSegment,
  SealedCustomer,
  ShopStatus,
} from './order-events.js';
import type { Attributes, RowType, UnnumberedRow } from './row.js';

interface Command<Type extends string, Data> {
  readonly type: Type;
  readonly orderId: string;
  /** The time at which the command is decided, by the clock of the process that received it. */
  readonly at: Instant;
  readonly idempotencyKey?: string;
  /**
   * The id of the action that the command makes, such as the `captureId`. With an idempotency key
   * it is derived from order, action and key, so that every replica makes the same id. Without a
   * key it is a UUID v7, made when the request arrives.
   */
  readonly actionId: string;
  readonly data: Readonly<Data>;
}

/** Fields of a registration that the store's settings fill in if the caller leaves them out. */
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
    /** The rows get the row ids `r1`, `r2`, ... in this order. */
    rows: readonly UnnumberedRow[];
    /** Default: 90 days after `at`. */
    expiresAt?: Instant;
    authorization: { status: 'authorized'; paymentIntent?: string } | { status: 'pending' };
    attributes?: Attributes;
    /**
     * The key with which a shop front end may pay the order. It was generated because the caller
     * gave none, and is stored in the attributes as `woo.orderKey`. When a repeat of the
     * registration is compared with the first one, the key is ignored, because each repeat gets a
     * new key.
     */
    madeOrderKey?: string;
    customer?: RegisteredCustomer;
    /** Names of the fields above that the store's settings filled in. */
    storeDefaults?: readonly StoreDefault[];
  }
>;

/** A customer in a registration command. */
export interface RegisteredCustomer extends SealedCustomer {
  /**
   * Hex; equal for equal content under the same key. Repeats of a registration are compared by this
   * fingerprint, because encrypting the same content twice gives two different texts.
   */
  readonly fingerprint: string;
}

export type AuthorizeOrderCommand = Command<
  'AuthorizeOrder',
  (
    | {
        outcome: 'authorized';
        paymentIntent?: string;
        /**
         * The payment method that the customer used; absent if the customer used the registered
         * one.
         */
        paymentMethod?: PaymentMethod;
        /** The offline payment method that the customer chose, such as `bacs`. */
        offlineMethod?: string;
        /** Also captures the whole order; authorisation and capture are appended together. */
        capture?: true;
      }
    | { outcome: 'failed'; reason: string; paymentIntent?: string }
  ) & {
    /**
     * The content of the caller's request. A repeat with the same idempotency key and the same
     * content is recognised even if the outcome of the payment has changed. If `request` is absent,
     * repeats are compared by the outcome.
     */
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

/** An item that names a row of the order. Its article is not compared. */
export interface RowItem {
  readonly rowId: string;
  /**
   * A positive integer, or `remaining` for everything that is left on the row when the capture is
   * decided.
   */
  readonly quantity: number | 'remaining';
}

/**
 * The money that a capture, refund or reauthorisation asks for: an amount, and optionally the items
 * that it consists of.
 */
export interface MoneyRequest {
  readonly amount: RequestedAmount;
  /**
   * ISO 4217; absent in API contracts that name no currency. A currency other than the order's is
   * rejected.
   */
  readonly currency?: string;
  readonly items: readonly CaptureItem[];
  readonly description?: string;
  readonly reference?: string;
}

/**
 * A request to capture. The order decides which of the four modes it is: CaptureOrder,
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
    /** A final capture: cancels everything that it leaves uncaptured (ledger.md, "Capture"). */
    final?: true;
    payment?: NamedPayment;
  }
>;

/** Records that the gateway took the money of a requested capture. */
export type SettleCapture = Command<
  'SettleCapture',
  {
    captureId: string;
    charge?: GatewayCharge;
    /** The gateway released the uncaptured rest of the authorisation together with this capture. */
    restReleased?: true;
  }
>;
export type FailCapture = Command<
  'FailCapture',
  {
    captureId: string;
    reason: string;
    code?: string;
    /** The gateway's authorisation has run out. The order's payment is then marked as lapsed. */
    authorizationLapsed?: true;
  }
>;

/** A payment intent as the gateway showed it just before a capture. */
export interface PaymentIntentSeen {
  readonly paymentIntent: string;
  /** The gateway's own word for the state of the intent, such as `requires_capture`. */
  readonly status: string;
  /** The order number for which the intent was made: the intent's member `metadata.order_id`. */
  readonly orderReference?: string;
  /**
   * Present if the intent was cancelled at the gateway, but not by the ledger. Usually its
   * authorisation has run out.
   */
  readonly isLapsed?: true;
}

/**
 * The payment that a capture names: the intent that the order already holds, or a new card-present
 * payment. A pending order is authorised by the card-present payment and holds its intent from then
 * on (domain.md, "Card payments").
 */
export interface NamedPayment {
  readonly paymentIntent: string;
  /** The intent as the gateway showed it; may be absent if the order holds the intent already. */
  readonly seen?: Omit<PaymentIntentSeen, 'paymentIntent'>;
}

/**
 * Captures everything that is left through a card-present payment. A pending order is authorised by
 * this payment. An order that holds no payment intent adopts the intent of this payment (domain.md,
 * "Card payments").
 */
export type CaptureTerminalPaymentCommand = Command<
  'CaptureTerminalPayment',
  PaymentIntentSeen & { description?: string; reference?: string }
>;

/**
 * Captures an amount, or everything that is left, through the payment intent that the order holds.
 */
export type CaptureAuthorizationCommand = Command<
  'CaptureAuthorization',
  PaymentIntentSeen & { amount?: RequestedAmount; description?: string; reference?: string }
>;

/** Records that a card-present payment intent was created at the gateway. */
export type CreateTerminalIntentCommand = Command<
  'CreateTerminalIntent',
  {
    paymentIntent: string;
    /**
     * The metadata members that the ledger adds to the intent. The caller's own members are stored
     * only at the gateway.
     */
    metadata: Readonly<Record<string, string>>;
    /**
     * Names of the caller's own metadata members. The values of these members may be personal data,
     * so the ledger does not store them.
     */
    metadataNames?: readonly string[];
    paymentMethods: readonly string[];
    captureMethod: CaptureMethod;
    customerId?: string;
  }
>;

/**
 * Records the payment intent of a checkout. `replaces` names the intent that the caller knows of,
 * if any. If the order holds a different intent by now, nothing is recorded, and the answer is the
 * intent that the order holds.
 */
export type CreateCheckoutIntentCommand = Command<
  'CreateCheckoutIntent',
  { paymentIntent: string; replaces?: string }
>;

/** Records the id of the customer that was created or updated at the gateway for this order. */
export type CreateCustomerCommand = Command<'CreateCustomer', { customerId: string }>;

/** Records the shop's own status of the order (domain.md, "The shop's own status"). */
export type ChangeShopStatusCommand = Command<'ChangeShopStatus', { status: ShopStatus }>;

/**
 * Cancels everything that is not captured. If the command names a payment intent, it must be the
 * intent that the order holds. A pending card order holds none yet, so it is first authorised with
 * the named intent and then cancelled.
 */
export type CancelOrderCommand = Command<
  'CancelOrder',
  { reference?: string; paymentIntent?: string }
>;

/** Records that the gateway paid a requested refund. */
export type SettleRefund = Command<'SettleRefund', { refundId: string; gatewayRefundId?: string }>;
export type FailRefund = Command<'FailRefund', { refundId: string; reason: string; code?: string }>;

/** Records that the gateway released the money that it still held for the order (`releaseDue`). */
export type ReleaseAuthorization = Command<'ReleaseAuthorization', { paymentIntent: string }>;

/**
 * Refunds money of settled captures: an amount, or captured rows with fees and discounts deducted.
 */
export type RefundOrderCommand = Command<'RefundOrder', MoneyRequest>;

/**
 * Replaces everything uncaptured by a new amount or by new rows; `amount` is the new uncaptured
 * amount.
 */
export type ReauthorizeOrderCommand = Command<
  'ReauthorizeOrder',
  Omit<MoneyRequest, 'description'>
>;

/** Records that a person approved a reauthorisation that needed an approval. */
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

import type { RequestedAmount } from '../money/amount.js';
import type { Attributes, RowType, UnnumberedRow } from './row.js';
import type { Instant, OrderAction, PaymentMethod, SalesSegment } from './order-events.js';
import type { RegisteredCustomer } from './register/sealed-customer.js';

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

/** What of a registration the store's settings say where the caller does not. */
export type StoreDefault = 'currency' | 'salesSegment' | 'countryCode';

export type RegisterOrder = Command<
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
    customer?: RegisteredCustomer;
    /** The fields here that the caller left to the store. */
    storeDefaults?: readonly StoreDefault[];
  }
>;

export type AuthorizeOrder = Command<
  'AuthorizeOrder',
  | { outcome: 'authorized'; paymentIntent?: string }
  | { outcome: 'failed'; reason: string; paymentIntent?: string }
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

/** What captures, refunds and reauthorisations ask for: an amount, or an amount and the rows it is made of. */
export interface MoneyRequest {
  readonly amount: RequestedAmount;
  /** ISO 4217; given by contracts that name a currency, refused if it is not the order's. */
  readonly currency?: string;
  readonly items: readonly CaptureItem[];
  readonly description?: string;
  readonly reference?: string;
}

/**
 * A capture as a contract asks for it. Which of CaptureOrder, PartCaptureOrder,
 * PartCaptureOrderByAmount and ReplaceOrderItems it is depends on the order (domain.md,
 * "Capture").
 */
export type RequestCapture = Command<
  'RequestCapture',
  MoneyRequest & {
    replaceItems: boolean;
    /** Gives up what is left after it (ledger.md, "Capture"). */
    final?: true;
  }
>;

/** What became of a capture at the gateway. */
export type SettleCapture = Command<'SettleCapture', { captureId: string }>;
export type FailCapture = Command<'FailCapture', { captureId: string; reason: string }>;

/** Gives up all that is not captured. */
export type CancelOrder = Command<'CancelOrder', { reference?: string }>;

/** Gives back what was captured and settled: an amount, or rows of captures less fees and discounts. */
export type RefundOrder = Command<'RefundOrder', MoneyRequest>;

/** Replaces what is not captured; `amount` is the new amount of it. */
export type ReauthorizeOrder = Command<'ReauthorizeOrder', Omit<MoneyRequest, 'description'>>;

/** The answer to a reauthorisation that needed one. */
export type ApproveReauthorization = Command<
  'ApproveReauthorization',
  { reauthorizationId: string }
>;
export type RejectReauthorization = Command<'RejectReauthorization', { reauthorizationId: string }>;

/** Moves the expiry date: to `expiresAt`, or to 90 days after `at`. */
export type ExtendOrder = Command<'ExtendOrder', { expiresAt?: Instant }>;

export type ExpireOrder = Command<'ExpireOrder', object>;

export type OrderCommand =
  | RegisterOrder
  | AuthorizeOrder
  | RequestCapture
  | SettleCapture
  | FailCapture
  | CancelOrder
  | RefundOrder
  | ReauthorizeOrder
  | ApproveReauthorization
  | RejectReauthorization
  | ExtendOrder
  | ExpireOrder;

export type ActionOf = Record<OrderCommand['type'], OrderAction>;

import type { RequestedAmount } from '../money/amount.js';
import type { Attributes, Row, RowType } from './row.js';
import type { PaymentMethod, SalesSegment } from './order.js';
import type { Instant, OrderAction } from './order-events.js';
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
    rows: readonly Omit<Row, 'rowId'>[];
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

/**
 * A capture as a contract asks for it. Which of CaptureOrder, PartCaptureOrder,
 * PartCaptureOrderByAmount and ReplaceOrderItems it is depends on the order (domain.md, "How a
 * request becomes one of four commands").
 */
export type RequestCapture = Command<
  'RequestCapture',
  {
    amount: RequestedAmount;
    /** ISO 4217; given by contracts that name a currency, refused if it is not the order's. */
    currency?: string;
    items: readonly CaptureItem[];
    replaceItems: boolean;
    description?: string;
    reference?: string;
  }
>;

export type ExpireOrder = Command<'ExpireOrder', object>;

export type OrderCommand = RegisterOrder | AuthorizeOrder | RequestCapture | ExpireOrder;

export type ActionOf = Record<OrderCommand['type'], OrderAction>;

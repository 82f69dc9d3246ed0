import type { VersionedMap } from '../collections/versioned-map.js';
import type {
  CaptureShare,
  GatewayCharge,
  Instant,
  PaymentMethod,
  ReauthorizationRequested,
  SalesSegment,
  ShopStatus,
} from './order-events.js';
import type { OrderPayment } from './payment/order-payment.js';
import type { Attributes, CapturedRow, OrderRow, RefundedRow, Row } from './row.js';

export type OrderStatus = (typeof orderStatuses)[number];

/**
 * The part of an order's state whose size does not grow with its history. Read models keep exactly
 * this per order and move it forward with `evolveBalance`, so that they equal the fold by
 * construction.
 */
export interface OrderBalance {
  readonly orderId: string;
  readonly storeId: string;
  readonly orderNumber: string;
  readonly currency: string;
  readonly salesSegment: SalesSegment;
  readonly paymentMethod: PaymentMethod;
  readonly countryCode?: string;
  readonly attributes?: Attributes;
  readonly placedAt: Instant;
  readonly expiresAt: Instant;
  readonly status: OrderStatus;
  /** Uncaptured rows and rows taken as registered; rows that a replacement dissolved are gone. */
  readonly rows: readonly OrderRow[];
  /** Row ids made so far: the next one is `r<n+1>`. */
  readonly rowsMade: number;
  /** All sums in minor units; requested + captured + cancelled + remaining = total. */
  readonly total: number;
  readonly requested: number;
  readonly captured: number;
  readonly refunded: number;
  readonly cancelled: number;
  readonly remaining: number;
  /** Absent if nothing was given up. */
  readonly givenUp?: GivenUp;
  /** Absent before the shop says anything of the order. */
  readonly shop?: ShopState;
}

/** The part of an order that was cancelled. */
export interface GivenUp {
  /** The cancelled part of each row. */
  readonly rows: readonly Row[];
  /** The last cancellation; absent if only final captures gave something up. */
  readonly cancelledAt?: Instant;
}

export interface ShopState {
  readonly status: ShopStatus;
  readonly changedAt: Instant;
}

export interface OrderCapture {
  readonly captureId: string;
  readonly status: 'requested' | 'settled' | 'failed';
  readonly amount: number;
  readonly refunded: number;
  readonly description: string;
  readonly reference?: string;
  readonly capturedAt: Instant;
  readonly rows: readonly CapturedRow[];
  /** Outcome at the gateway, for a card order. */
  readonly gateway?: GatewayCapture;
}

/** The outcome of a capture at the gateway. */
export interface GatewayCapture {
  readonly paymentIntent?: string;
  /** Once it is settled. */
  readonly charge?: GatewayCharge;
  /** The gateway released the rest of the authorisation with it. */
  readonly restReleased?: true;
  /** Once it failed. */
  readonly failure?: GatewayFailure;
}

/** The gateway's reason for a refusal. */
export interface GatewayFailure {
  readonly reason: string;
  readonly code?: string;
}

export interface OrderRefund {
  readonly refundId: string;
  readonly status: 'requested' | 'settled' | 'failed';
  /** Amount refunded to the customer, minor units. */
  readonly amount: number;
  readonly description: string;
  readonly reference?: string;
  readonly refundedAt: Instant;
  readonly rows: readonly RefundedRow[];
  /** The captures from which it was taken back. */
  readonly captures: readonly CaptureShare[];
}

/** The refunds of an order; absent without a refund. */
export interface OrderRefunds {
  /** By `refundId`, in the order in which they were made. */
  readonly made: VersionedMap<OrderRefund>;
  /** The returned part of each captured row, by `returnedKey`. */
  readonly returned: VersionedMap<ReturnedPart>;
}

export interface ReturnedPart {
  readonly quantity: number;
  /** VAT of this quantity, minor units. */
  readonly vat: number;
}

/** A new authorisation of what is not captured. */
export interface OrderReauthorization {
  readonly reauthorizationId: string;
  /**
   * `pending` until somebody approves or rejects it, or asks for another; `completed` if it took
   * effect.
   */
  readonly status: 'pending' | 'completed' | 'rejected';
  /** True if it needed an approval. */
  readonly requested: boolean;
  /** Minor units: the new amount that is not captured. */
  readonly amount: number;
  readonly reference?: string;
  readonly requestedAt: Instant;
}

/** The new authorisations of an order; only an order with one has it. */
export interface OrderReauthorizations {
  /** By `reauthorizationId`, in the order in which they were asked for. */
  readonly made: VersionedMap<OrderReauthorization>;
  /** The request that is pending, of which there is one at most. */
  readonly pending?: ReauthorizationRequested['data'];
}

/** The answer to the request under an idempotency key. */
export interface Answer {
  readonly fingerprint: string;
  /** Revision of the last event the request wrote. */
  readonly revision: number;
  readonly captureId?: string;
  /** The intent that the request made. */
  readonly paymentIntent?: string;
  /** The reason that the payment failed for, of a request that recorded a failed one. */
  readonly failure?: string;
  /** Correlation id of the request. */
  readonly correlationId?: string;
}

/** The fold of an order's history. Values are immutable: evolving one leaves it valid. */
export interface Order {
  readonly balance: OrderBalance;
  /** Revision of the last event folded, from 0. */
  readonly revision: number;
  /** By `captureId`, in the order in which they were made. */
  readonly captures: VersionedMap<OrderCapture>;
  /** Rows in all captures, refunds and reauthorisations together. */
  readonly recordedRows: number;
  readonly refunds: OrderRefunds | undefined;
  readonly reauthorizations: OrderReauthorizations | undefined;
  readonly payment: OrderPayment;
  /** The answer to the registration, with or without an idempotency key. */
  readonly registration: Answer;
  /** The answer under each idempotency key; read it with `answerTo`. */
  readonly answers: VersionedMap<Answer>;
}

/** Every status an order can have (domain.md, "Status"). */
export const orderStatuses = [
  'Pending',
  'NotActivated',
  'PartActivated',
  'Activated',
  'Returned',
  'Closed',
  'Expired',
] as const;

/** Number of the order's captures that are settled or still requested. */
export const countOpenCaptures = ({ captures }: Order): number => {
  let standing = 0;
  for (const { status } of captures.values()) if (status !== 'failed') standing += 1;
  return standing;
};

/**
 * Memory of a balance, in units of about 0.5 kB, for caches: the balance, its rows, and its
 * attributes.
 */
export const weightOfBalance = ({ rows, attributes, givenUp }: OrderBalance): number => {
  let weight = 1 + weightOfAttributes(attributes);
  for (const row of rows) weight += weightOfRow(row);
  weight += givenUp?.rows.length ?? 0;
  return weight;
};

const weightOfRow = ({ attributes }: OrderRow): number => 1 + weightOfAttributes(attributes);

/**
 * An object of many short names takes twelve times the memory of its JSON, and callers may send
 * such objects.
 */
const charactersInUnit = 40;

/** Attributes never change, and a balance is weighed anew with every event. */
const weighed = new WeakMap<Attributes, number>();

const weightOfAttributes = (attributes: Attributes | undefined): number => {
  if (attributes === undefined) return 0;
  const known = weighed.get(attributes);
  if (known !== undefined) return known;
  const weight = Math.ceil(JSON.stringify(attributes).length / charactersInUnit);
  weighed.set(attributes, weight);
  return weight;
};

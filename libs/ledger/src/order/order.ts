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
 * The part of an order's state that does not grow with its history. Read models store exactly this
 * and update it with the same `evolveBalance`, so that both always agree.
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
  /**
   * The uncaptured rows, and the captured quantities of earlier rows. An uncaptured quantity that
   * other rows replaced is not listed any more.
   */
  readonly rows: readonly OrderRow[];
  /** Number of row ids given so far. The next id is `r<n+1>`. */
  readonly rowsMade: number;
  /** All sums are in minor units; requested + captured + cancelled + remaining = total. */
  readonly total: number;
  readonly requested: number;
  readonly captured: number;
  readonly refunded: number;
  readonly cancelled: number;
  readonly remaining: number;
  /** Absent if nothing was cancelled. */
  readonly givenUp?: GivenUp;
  /** Absent until the shop reports a status. */
  readonly shop?: ShopState;
}

/** The cancelled part of an order. */
export interface GivenUp {
  /** Cancelled quantity of each row. */
  readonly rows: readonly Row[];
  /** When the order was last cancelled; absent if only final captures cancelled something. */
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
  /** Present only for a card order. */
  readonly gateway?: GatewayCapture;
}

/** The outcome of a capture at the gateway. */
export interface GatewayCapture {
  readonly paymentIntent?: string;
  /** Present after the capture is settled, if the gateway reported a charge. */
  readonly charge?: GatewayCharge;
  /** The gateway released the uncaptured rest of the authorisation together with this capture. */
  readonly restReleased?: true;
  /** Present after the capture failed. */
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
  /** Minor units. */
  readonly amount: number;
  readonly description: string;
  readonly reference?: string;
  readonly refundedAt: Instant;
  readonly rows: readonly RefundedRow[];
  /** The captures that the money is taken from. */
  readonly captures: readonly CaptureShare[];
}

export interface OrderRefunds {
  /** By `refundId`, in the order of their events. */
  readonly made: VersionedMap<OrderRefund>;
  /** Returned quantity of each captured row, by `returnedKey`. */
  readonly returned: VersionedMap<ReturnedPart>;
}

export interface ReturnedPart {
  readonly quantity: number;
  /** VAT of the returned quantity, minor units. */
  readonly vat: number;
}

/** A replacement of the uncaptured rows or amount. */
export interface OrderReauthorization {
  readonly reauthorizationId: string;
  /**
   * `pending` until somebody approves or rejects it, or another one is requested. `completed` after
   * it took effect.
   */
  readonly status: 'pending' | 'completed' | 'rejected';
  /** True for a reauthorisation that needs an approval, or needed one. */
  readonly requested: boolean;
  /** The uncaptured amount after the reauthorisation, minor units. */
  readonly amount: number;
  readonly reference?: string;
  readonly requestedAt: Instant;
}

export interface OrderReauthorizations {
  /** By `reauthorizationId`, in the order of their events. */
  readonly made: VersionedMap<OrderReauthorization>;
  /** The request that waits for an approval; an order has at most one. */
  readonly pending?: ReauthorizationRequested['data'];
}

/** The answer to the request under an idempotency key. */
export interface Answer {
  readonly fingerprint: string;
  /** Revision of the last event that the request wrote. */
  readonly revision: number;
  readonly captureId?: string;
  /** The payment intent that the request created. */
  readonly paymentIntent?: string;
  /** Reason of the failure, for a request that recorded a failed payment. */
  readonly failure?: string;
  /** Correlation id of the request. */
  readonly correlationId?: string;
}

/**
 * The state of an order after its history. Immutable: evolving an order makes a new one and leaves
 * the old one valid.
 */
export interface Order {
  readonly balance: OrderBalance;
  /** Revision of the last event, from 0. */
  readonly revision: number;
  /** By `captureId`, in the order of their events. */
  readonly captures: VersionedMap<OrderCapture>;
  /** Number of rows that all captures, refunds and reauthorisations have together. */
  readonly recordedRows: number;
  readonly refunds: OrderRefunds | undefined;
  readonly reauthorizations: OrderReauthorizations | undefined;
  readonly payment: OrderPayment;
  /** The answer that a repeat of the registration gets, with or without an idempotency key. */
  readonly registration: Answer;
  /** The answer that a repeat under each idempotency key gets; read it with `answerTo`. */
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
  let open = 0;
  for (const { status } of captures.values()) if (status !== 'failed') open += 1;
  return open;
};

/** Approximate memory of a balance for caches, in units of 0.5 kB. */
export const weightOfBalance = ({ rows, attributes, givenUp }: OrderBalance): number => {
  let weight = 1 + weightOfAttributes(attributes);
  for (const row of rows) weight += weightOfRow(row);
  weight += givenUp?.rows.length ?? 0;
  return weight;
};

const weightOfRow = ({ attributes }: OrderRow): number => 1 + weightOfAttributes(attributes);

/**
 * Characters of JSON for one unit of 0.5 kB. An object with many short names takes twelve times the
 * memory of its JSON, and callers may send such objects.
 */
const charactersInUnit = 40;

/**
 * The known weights of attributes. Attributes never change, and a balance is weighed after every
 * event.
 */
const weighed = new WeakMap<Attributes, number>();

const weightOfAttributes = (attributes: Attributes | undefined): number => {
  if (attributes === undefined) return 0;
  const known = weighed.get(attributes);
  if (known !== undefined) return known;
  const weight = Math.ceil(JSON.stringify(attributes).length / charactersInUnit);
  weighed.set(attributes, weight);
  return weight;
};

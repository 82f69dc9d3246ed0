import type { VersionedMap } from '../collections/versioned-map.js';
import type {
  CaptureShare,
  GatewayCharge,
  PaymentMethod,
  ReauthorizationRequested,
  SalesSegment,
  ShopStatus,
} from './order-events.js';
import type { Instant } from '../time/instant.js';
import type { OrderPayment } from './payment/order-payment.js';
import type { Attributes, CapturedRow, OrderRow, RefundedRow, Row } from './row.js';

export type OrderStatus = (typeof orderStatuses)[number];

/**
 * The part of an order's state that does not grow with its history. Read models store exactly this
 * balance and update it with the same `evolveBalance`, so that a read model and the order in memory
 * always agree.
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
   * The uncaptured rows, and the captured quantities of earlier rows. Uncaptured quantities that
   * were replaced by other rows are no longer listed.
   */
  readonly rows: readonly OrderRow[];
  /** Number of row ids given so far. The next id is `r<n+1>`. */
  readonly rowsMade: number;
  /**
   * The sums of an order in minor units: `requested + captured + cancelled + remaining = total`.
   */
  readonly total: number;
  readonly requested: number;
  readonly captured: number;
  readonly refunded: number;
  readonly cancelled: number;
  readonly remaining: number;
  /** The cancelled part of the order; absent if nothing was cancelled. */
  readonly givenUp?: GivenUp;
  /** The shop's own status of the order; absent until the shop reports one. */
  readonly shop?: ShopState;
}

/** The cancelled part of an order. */
export interface GivenUp {
  /** Cancelled quantity of each row. */
  readonly rows: readonly Row[];
  /**
   * The last time at which a caller cancelled the order. A final capture also cancels what it
   * leaves uncaptured, but does not set this time.
   */
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
  /** The gateway's data about the capture; present only for a card order. */
  readonly gateway?: GatewayCapture;
}

/** The data that the gateway reported about a capture of a card order. */
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
  /** The captures from which the refunded money is taken. */
  readonly captures: readonly CaptureShare[];
}

export interface OrderRefunds {
  /** The refunds by `refundId`, in the order of their events. */
  readonly made: VersionedMap<OrderRefund>;
  /** Returned quantity of each captured row, by the key that `returnedKey` makes. */
  readonly returned: VersionedMap<ReturnedPart>;
}

export interface ReturnedPart {
  readonly quantity: number;
  /** VAT of the returned quantity, minor units. */
  readonly vat: number;
}

/** A reauthorisation: it replaces the uncaptured rows or the uncaptured amount. */
export interface OrderReauthorization {
  readonly reauthorizationId: string;
  /**
   * `pending` until somebody approves or rejects the reauthorisation, or a newer one replaces it.
   * `completed` after the reauthorisation took effect.
   */
  readonly status: 'pending' | 'completed' | 'rejected';
  /** True if the reauthorisation needs an approval. The value stays true after the approval. */
  readonly requested: boolean;
  /** The uncaptured amount after the reauthorisation, minor units. */
  readonly amount: number;
  readonly reference?: string;
  readonly requestedAt: Instant;
}

export interface OrderReauthorizations {
  /** The reauthorisations by `reauthorizationId`, in the order of their events. */
  readonly made: VersionedMap<OrderReauthorization>;
  /** The reauthorisation that waits for an approval; an order has at most one. */
  readonly pending?: ReauthorizationRequested['data'];
}

/** The answer that a request got. A repeat under the same idempotency key gets the same answer. */
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
  /** The captures by `captureId`, in the order of their events. */
  readonly captures: VersionedMap<OrderCapture>;
  /** Number of rows that all captures, refunds and reauthorisations have together. */
  readonly recordedRows: number;
  readonly refunds: OrderRefunds | undefined;
  readonly reauthorizations: OrderReauthorizations | undefined;
  readonly payment: OrderPayment;
  /** The answer that a repeat of the registration gets, with or without an idempotency key. */
  readonly registration: Answer;
  /**
   * The answers to earlier requests, which their repeats get; read an answer by its key with
   * `answerTo`.
   */
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

/** The approximate memory that a balance takes in a cache, in units of 0.5 kB. */
export const weightOfBalance = ({ rows, attributes, givenUp }: OrderBalance): number => {
  let weight = 1 + weightOfAttributes(attributes);
  for (const row of rows) weight += weightOfRow(row);
  weight += givenUp?.rows.length ?? 0;
  return weight;
};

const weightOfRow = ({ attributes }: OrderRow): number => 1 + weightOfAttributes(attributes);

/**
 * The number of JSON characters of attributes that count as 0.5 kB of memory. Attributes with many
 * short names take twelve times as much memory as their JSON, and callers may send such attributes.
 */
const charactersInUnit = 40;

/**
 * The weights of attributes, remembered because a balance is weighed after every event, while its
 * attributes never change.
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

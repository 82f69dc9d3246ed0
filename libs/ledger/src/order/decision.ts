import { formatMinor } from '../money/amount.js';
import type { OrderEvent } from './order-events.js';
import type { Cause } from './cause.js';
import type { Order, OrderBalance } from './order.js';

/** The command is accepted. Its whole effect is these events, which are appended together. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly events: readonly OrderEvent[];
  /**
   * The order's balance after each event, so that `evolveTo` need not compute the balances again.
   */
  readonly balances: readonly OrderBalance[];
  readonly cause: Cause;
  readonly captureId?: string;
  readonly paymentIntent?: string;
}

/** An earlier request had the same effect already, so nothing is written. */
export interface Replayed {
  readonly kind: 'replayed';
  /**
   * Set if the order's present state is the reason for this answer, and not a repeated idempotency
   * key. For example, the shop status may already be the requested one. The answer is only right
   * for the newest state: in an older one, a capture that has failed since may still seem open.
   */
  readonly isByState?: true;
  /** Revision of the last event that the first request wrote. */
  readonly revision: number;
  readonly captureId?: string;
  /** The payment intent that the first request created. */
  readonly paymentIntent?: string;
  /** Correlation id of the first request. */
  readonly correlationId?: string;
}

/** The command is refused and has no effect. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  /** A sentence for the caller's developer; its amounts are in minor units. */
  readonly detail: string;
  /** The sentence of `detail` with amounts in major units; absent if it has no amounts. */
  readonly detailInMajorUnits?: string;
}

export type Decision = Accepted | Replayed | Rejected;

/**
 * The codes of rejections, in the order of precedence of domain.md. Each API contract, such as
 * Walley or `/v1`, maps every code to one of the contract's own errors.
 */
export const rejectionCodes = [
  'ORDER_NOT_FOUND',
  'ORDER_OF_OTHER_STORE',
  'IDEMPOTENCY_KEY_REUSED',
  'PAYMENT_METHOD_NOT_CARD',
  'PAYMENT_ORDER_REFUNDED',
  'PAYMENT_ALREADY_PROCESSED',
  'PAYMENT_INTENT_MISMATCH',
  'PAYMENT_INTENT_NOT_CAPTURABLE',
  'PAYMENT_INTENT_NOT_FOUND',
  'PAYMENT_INTENT_CURRENCY_MISMATCH',
  'PAYMENT_INTENT_INSUFFICIENT',
  'PAYMENT_INTENT_REFUSED',
  'CAPTURE_CURRENCY_MISMATCH',
  'CAPTURE_DESCRIPTION_TOO_LONG',
  'CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE',
  'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS',
  'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  'CAPTURE_INVALID_INVOICE_STATUS',
  'CAPTURE_ORDER_ALREADY_CAPTURED',
  'CAPTURE_ORDER_NOT_AUTHORIZED',
  'PAYMENT_AUTHORIZATION_LAPSED',
  'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  'CAPTURE_AMOUNT_TOO_LARGE',
  'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT',
  'CAPTURE_ITEMS_REQUIRED',
  'CAPTURE_NOTHING_TO_CAPTURE',
  'ARTICLE_NOT_FOUND',
  'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
  'ARTICLE_NOT_UNIQUE',
  'ARTICLE_QUANTITY_EXCEEDED',
  'REFUND_CURRENCY_MISMATCH',
  'REFUND_DESCRIPTION_TOO_LONG',
  'REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE',
  'REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS',
  'REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  'REFUND_INVALID_INVOICE_STATUS',
  'REFUND_FEES_GREATER_THAN_RETURNED_ITEMS',
  'REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
  'REFUND_NOTHING_TO_REFUND',
  'CANCEL_INVALID_INVOICE_STATUS',
  'CANCEL_NOTHING_LEFT',
  'REAUTHORIZE_CURRENCY_MISMATCH',
  'REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE',
  'REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS',
  'REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  'REAUTHORIZE_INVALID_INVOICE_STATUS',
  'ORDER_ALREADY_CAPTURED',
  'MATCHING_ARTICLES_WITH_DIFFERENT_VAT',
  'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  'REAUTHORIZE_NOTHING_TO_AUTHORIZE',
  'REAUTHORIZE_AMOUNT_TOO_LARGE',
  'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
  'REAUTHORIZATION_NOT_FOUND',
  'REAUTHORIZATION_NOT_PENDING',
  'REAUTHORIZATION_OUTDATED',
  'EXTEND_INVALID_INVOICE_STATUS',
  'EXTEND_EXPIRY_EARLIER',
  'OUTCOME_CAPTURE_NOT_FOUND',
  'OUTCOME_CAPTURE_NOT_REQUESTED',
  'OUTCOME_REFUND_NOT_FOUND',
  'OUTCOME_REFUND_NOT_REQUESTED',
  'RELEASE_NOT_DUE',
  'CUSTOMER_INVALID_ORDER_STATUS',
  'SHOP_STATUS_NOT_ALLOWED',
  'ORDER_NUMBER_TAKEN',
  'ORDER_CURRENCY_UNKNOWN',
  'ORDER_ROWS_REQUIRED',
  'ORDER_TOO_MANY_ROWS',
  'ORDER_AMOUNT_TOO_LARGE',
  'ORDER_TOTAL_NEGATIVE',
  'ORDER_EXPIRY_NOT_IN_FUTURE',
  'AUTHORIZE_INVALID_STATUS',
  'EXPIRE_INVALID_STATUS',
  'EXPIRE_NOT_DUE',
  'ORDER_HISTORY_FULL',
] as const;

export type RejectionCode = (typeof rejectionCodes)[number];

export const reject = (code: RejectionCode, detail: string): Rejected => ({
  kind: 'rejected',
  code,
  detail,
});

/** Formats an amount in minor units for the text of a rejection. */
export type WriteAmount = (amount: number) => string;

/**
 * A rejection whose text contains amounts: in minor units in `detail`, in major units in
 * `detailInMajorUnits`.
 */
export const rejectWithAmounts = (
  code: RejectionCode,
  currency: string,
  sentence: (write: WriteAmount) => string,
): Rejected => ({
  kind: 'rejected',
  code,
  detail: sentence((amount) => `${amount} (${currency}, minor units)`),
  detailInMajorUnits: sentence((amount) => `${formatMinor(amount, currency)} ${currency}`),
});

/** A rule: returns the rejection if the subject breaks it. */
export type Check<Subject> = (subject: Subject) => Rejected | undefined;

/** Runs the checks in their documented order and returns the first rejection. */
export const firstRejection = <Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
): Rejected | undefined => {
  for (const check of checks) {
    const rejected = check(subject);
    if (rejected !== undefined) return rejected;
  }
  return undefined;
};

/**
 * Calls `decide` if the order exists and the caller may act for its store. These two checks come
 * before all others, even before the idempotency key is looked up (domain.md, "Capture").
 */
export const permitted = (
  order: Order | undefined,
  stores: ReadonlySet<string>,
  decide: (order: Order) => Decision,
): Decision => {
  if (order === undefined) return orderNotFound;
  if (!stores.has(order.balance.storeId)) {
    return orderOfOtherStore;
  }
  return decide(order);
};

export const orderNotFound = reject('ORDER_NOT_FOUND', 'There is no such order.');

export const orderOfOtherStore = reject(
  'ORDER_OF_OTHER_STORE',
  'The order belongs to a store that the caller may not act for.',
);

export const notByCard = reject('PAYMENT_METHOD_NOT_CARD', 'The order is not paid by card.');

export const intentMismatch = reject(
  'PAYMENT_INTENT_MISMATCH',
  'The payment intent is not the one of this order.',
);

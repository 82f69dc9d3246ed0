import { STATUS_CODES } from 'node:http';
import type { Rejected, RejectionCode } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import { type ErrorAnswer, fieldName, HttpError } from '../../contract-kit/http-error.js';

interface WalleyError {
  readonly reason: string;
  readonly message: string;
}

const errorsOf = ({ code, detail, violations }: ErrorAnswer): readonly WalleyError[] =>
  violations?.map(({ path, message }) => ({
    reason: code,
    message: `${fieldName(path)} ${message}`,
  })) ?? [{ reason: code, message: detail }];

/** Writes errors in Walley's format (walley.md, "Refusals"). */
export const walleyEnvelope: ErrorEnvelope = {
  rejected: ({ code, detail, detailInMajorUnits }: Rejected) => {
    const { status, reason } = walleyRejections[code];
    return { status, code: reason, detail: detailInMajorUnits ?? detail };
  },
  unknownParameter: (name) =>
    invalidQuery(`${name.slice(0, 50)} is no parameter of this call; there are none.`).answer,
  write: (answer, correlationId) => ({
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({
      id: correlationId,
      data: null,
      error: {
        code: answer.status,
        message: STATUS_CODES[answer.status] ?? 'Error',
        errors: errorsOf(answer),
      },
    }),
  }),
};

interface WalleyAnswer {
  readonly status: 403 | 404 | 422;
  readonly reason: string;
}

const refused = (code: RejectionCode): WalleyAnswer => ({
  status: 422,
  reason: code,
});

const notFound: WalleyAnswer = { status: 404, reason: 'NOT_FOUND' };

/**
 * The error of Walley's API for each rejection code of the domain (walley.md). An order that is not
 * authorised yet counts as not found.
 */
export const walleyRejections: Readonly<Record<RejectionCode, WalleyAnswer>> = {
  ORDER_NOT_FOUND: notFound,
  ORDER_OF_OTHER_STORE: { status: 403, reason: 'FORBIDDEN' },
  IDEMPOTENCY_KEY_REUSED: refused('IDEMPOTENCY_KEY_REUSED'),
  CAPTURE_DESCRIPTION_TOO_LONG: refused('CAPTURE_DESCRIPTION_TOO_LONG'),
  CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE: refused('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE'),
  CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS: refused('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS'),
  CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  ),
  CAPTURE_INVALID_INVOICE_STATUS: refused('CAPTURE_INVALID_INVOICE_STATUS'),
  CAPTURE_ORDER_ALREADY_CAPTURED: refused('CAPTURE_ORDER_ALREADY_CAPTURED'),
  CAPTURE_ORDER_NOT_AUTHORIZED: notFound,
  CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  ),
  CAPTURE_AMOUNT_TOO_LARGE: refused('CAPTURE_AMOUNT_TOO_LARGE'),
  CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT: refused('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT'),
  CAPTURE_ITEMS_REQUIRED: refused('CAPTURE_ITEMS_REQUIRED'),
  CAPTURE_NOTHING_TO_CAPTURE: refused('CAPTURE_NOTHING_TO_CAPTURE'),
  ARTICLE_NOT_FOUND: refused('ARTICLE_NOT_FOUND'),
  ARTICLE_EXISTS_BUT_OTHER_INFORMATION: refused('ARTICLE_EXISTS_BUT_OTHER_INFORMATION'),
  ARTICLE_NOT_UNIQUE: refused('ARTICLE_NOT_UNIQUE'),
  ARTICLE_QUANTITY_EXCEEDED: refused('ARTICLE_QUANTITY_EXCEEDED'),
  CAPTURE_CURRENCY_MISMATCH: refused('CAPTURE_CURRENCY_MISMATCH'),
  REFUND_CURRENCY_MISMATCH: refused('REFUND_CURRENCY_MISMATCH'),
  REFUND_DESCRIPTION_TOO_LONG: refused('REFUND_DESCRIPTION_TOO_LONG'),
  REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE: refused('REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE'),
  REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS: refused('REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS'),
  REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  ),
  REFUND_INVALID_INVOICE_STATUS: refused('REFUND_INVALID_INVOICE_STATUS'),
  REFUND_FEES_GREATER_THAN_RETURNED_ITEMS: refused('REFUND_FEES_GREATER_THAN_RETURNED_ITEMS'),
  REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  ),
  REFUND_AMOUNT_GREATER_THAN_CAPTURED: refused('REFUND_AMOUNT_GREATER_THAN_CAPTURED'),
  REFUND_NOTHING_TO_REFUND: refused('REFUND_NOTHING_TO_REFUND'),
  CANCEL_INVALID_INVOICE_STATUS: refused('CANCEL_INVALID_INVOICE_STATUS'),
  CANCEL_NOTHING_LEFT: refused('CANCEL_NOTHING_LEFT'),
  REAUTHORIZE_CURRENCY_MISMATCH: refused('REAUTHORIZE_CURRENCY_MISMATCH'),
  REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE: refused('REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE'),
  REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS: refused('REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS'),
  REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
  ),
  REAUTHORIZE_INVALID_INVOICE_STATUS: refused('REAUTHORIZE_INVALID_INVOICE_STATUS'),
  ORDER_ALREADY_CAPTURED: refused('ORDER_ALREADY_CAPTURED'),
  MATCHING_ARTICLES_WITH_DIFFERENT_VAT: refused('MATCHING_ARTICLES_WITH_DIFFERENT_VAT'),
  REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
  ),
  REAUTHORIZE_NOTHING_TO_AUTHORIZE: refused('REAUTHORIZE_NOTHING_TO_AUTHORIZE'),
  REAUTHORIZE_AMOUNT_TOO_LARGE: refused('REAUTHORIZE_AMOUNT_TOO_LARGE'),
  REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED: refused(
    'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
  ),
  REAUTHORIZATION_NOT_FOUND: notFound,
  REAUTHORIZATION_NOT_PENDING: refused('REAUTHORIZATION_NOT_PENDING'),
  REAUTHORIZATION_OUTDATED: refused('REAUTHORIZATION_OUTDATED'),
  EXTEND_INVALID_INVOICE_STATUS: refused('EXTEND_INVALID_INVOICE_STATUS'),
  EXTEND_EXPIRY_EARLIER: refused('EXTEND_EXPIRY_EARLIER'),
  OUTCOME_CAPTURE_NOT_FOUND: refused('OUTCOME_CAPTURE_NOT_FOUND'),
  OUTCOME_CAPTURE_NOT_REQUESTED: refused('OUTCOME_CAPTURE_NOT_REQUESTED'),
  PAYMENT_METHOD_NOT_CARD: refused('PAYMENT_METHOD_NOT_CARD'),
  PAYMENT_ORDER_REFUNDED: refused('PAYMENT_ORDER_REFUNDED'),
  PAYMENT_ALREADY_PROCESSED: refused('PAYMENT_ALREADY_PROCESSED'),
  PAYMENT_INTENT_MISMATCH: refused('PAYMENT_INTENT_MISMATCH'),
  PAYMENT_INTENT_NOT_CAPTURABLE: refused('PAYMENT_INTENT_NOT_CAPTURABLE'),
  PAYMENT_INTENT_NOT_FOUND: refused('PAYMENT_INTENT_NOT_FOUND'),
  PAYMENT_INTENT_CURRENCY_MISMATCH: refused('PAYMENT_INTENT_CURRENCY_MISMATCH'),
  PAYMENT_INTENT_INSUFFICIENT: refused('PAYMENT_INTENT_INSUFFICIENT'),
  PAYMENT_INTENT_REFUSED: refused('PAYMENT_INTENT_REFUSED'),
  PAYMENT_AUTHORIZATION_LAPSED: refused('PAYMENT_AUTHORIZATION_LAPSED'),
  OUTCOME_REFUND_NOT_FOUND: refused('OUTCOME_REFUND_NOT_FOUND'),
  OUTCOME_REFUND_NOT_REQUESTED: refused('OUTCOME_REFUND_NOT_REQUESTED'),
  RELEASE_NOT_DUE: refused('RELEASE_NOT_DUE'),
  CUSTOMER_INVALID_ORDER_STATUS: refused('CUSTOMER_INVALID_ORDER_STATUS'),
  SHOP_STATUS_NOT_ALLOWED: refused('SHOP_STATUS_NOT_ALLOWED'),
  ORDER_HISTORY_FULL: refused('ORDER_HISTORY_FULL'),
  ORDER_NUMBER_TAKEN: refused('ORDER_NUMBER_TAKEN'),
  ORDER_AMOUNT_TOO_LARGE: refused('ORDER_AMOUNT_TOO_LARGE'),
  ORDER_TOTAL_NEGATIVE: refused('ORDER_TOTAL_NEGATIVE'),
  ORDER_CURRENCY_UNKNOWN: refused('ORDER_CURRENCY_UNKNOWN'),
  ORDER_EXPIRY_NOT_IN_FUTURE: refused('ORDER_EXPIRY_NOT_IN_FUTURE'),
  AUTHORIZE_INVALID_STATUS: refused('AUTHORIZE_INVALID_STATUS'),
  EXPIRE_INVALID_STATUS: refused('EXPIRE_INVALID_STATUS'),
  EXPIRE_NOT_DUE: refused('EXPIRE_NOT_DUE'),
  ORDER_ROWS_REQUIRED: refused('ORDER_ROWS_REQUIRED'),
  ORDER_TOO_MANY_ROWS: refused('ORDER_TOO_MANY_ROWS'),
};

/** For OpenAPI: the reason codes of status 422 that begin with one of the prefixes. */
export const walleyReasons = (...prefixes: readonly string[]): readonly string[] =>
  Object.values(walleyRejections)
    .filter(({ status, reason }) => status === 422 && prefixes.some((p) => reason.startsWith(p)))
    .map(({ reason }) => reason);

/** 422: a filter, a status or a page number is not valid (walley.md, "GET orders"). */
export const invalidQuery = (detail: string): HttpError =>
  new HttpError({ status: 422, code: 'INVALID_QUERY', detail });

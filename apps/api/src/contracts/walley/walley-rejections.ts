import type { RejectionCode } from '#ledger';

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
 * What Walley callers are answered for each rejection (walley.md). An order that is registered but not yet authorised
 * does not exist for them.
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

/** The reasons of status 422 that begin so, for the API's description. */
export const walleyReasons = (...prefixes: readonly string[]): readonly string[] =>
  Object.values(walleyRejections)
    .filter(({ status, reason }) => status === 422 && prefixes.some((p) => reason.startsWith(p)))
    .map(({ reason }) => reason);

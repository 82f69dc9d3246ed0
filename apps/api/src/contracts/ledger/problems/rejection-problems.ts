import type { RejectionCode } from '#ledger';
import type { ProblemType } from './problem-type.js';

const refused = <Code extends string>(code: Code, title: string) =>
  ({ status: 422, code, title }) as const;

/** An id alone never tells that an order exists: one of another store is not there (ledger.md, "Errors"). */
const orderNotFound: ProblemType = {
  status: 404,
  code: 'ORDER_NOT_FOUND',
  title: 'There is no such order',
};

const invalidStatus = refused(
  'CAPTURE_INVALID_INVOICE_STATUS',
  'The order cannot be captured in its status',
);

/** What callers of `/v1` are answered for each rejection of the domain. */
export const rejectionProblems: Readonly<Record<RejectionCode, ProblemType>> = {
  ORDER_NOT_FOUND: orderNotFound,
  ORDER_OF_OTHER_STORE: orderNotFound,
  IDEMPOTENCY_KEY_REUSED: refused(
    'IDEMPOTENCY_KEY_REUSED',
    'The idempotency key was used for another request',
  ),
  CAPTURE_CURRENCY_MISMATCH: refused(
    'CAPTURE_CURRENCY_MISMATCH',
    "The currency is not the order's",
  ),
  CAPTURE_DESCRIPTION_TOO_LONG: refused(
    'CAPTURE_DESCRIPTION_TOO_LONG',
    'The description has more than 50 characters',
  ),
  CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE: refused(
    'CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE',
    'The amount is below zero',
  ),
  CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS: refused(
    'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS',
    'The amount has more decimals than the currency',
  ),
  CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
    'A unit price has more decimals than the currency',
  ),
  CAPTURE_INVALID_INVOICE_STATUS: invalidStatus,
  CAPTURE_ORDER_ALREADY_CAPTURED: refused(
    'CAPTURE_ORDER_ALREADY_CAPTURED',
    'Nothing of the order is left to capture',
  ),
  CAPTURE_ORDER_NOT_AUTHORIZED: invalidStatus,
  CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
    'The items do not add up to the amount',
  ),
  CAPTURE_AMOUNT_TOO_LARGE: refused(
    'CAPTURE_AMOUNT_TOO_LARGE',
    'The amount is above the total of the order',
  ),
  CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT: refused(
    'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT',
    'The amount is above what is left',
  ),
  CAPTURE_ITEMS_REQUIRED: refused(
    'CAPTURE_ITEMS_REQUIRED',
    'A part of a B2B order is captured by its items',
  ),
  CAPTURE_NOTHING_TO_CAPTURE: refused(
    'CAPTURE_NOTHING_TO_CAPTURE',
    'An amount of 0 without items captures nothing',
  ),
  ARTICLE_NOT_FOUND: refused('ARTICLE_NOT_FOUND', 'No row of the order matches an item'),
  ARTICLE_EXISTS_BUT_OTHER_INFORMATION: refused(
    'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
    'The article of an item differs from that of the order',
  ),
  ARTICLE_NOT_UNIQUE: refused('ARTICLE_NOT_UNIQUE', 'Several different rows match an item'),
  ARTICLE_QUANTITY_EXCEEDED: refused(
    'ARTICLE_QUANTITY_EXCEEDED',
    'An item asks for more than is left of its row',
  ),
  ORDER_NUMBER_TAKEN: refused(
    'ORDER_NUMBER_TAKEN',
    'The store has another order under this number',
  ),
  ORDER_CURRENCY_UNKNOWN: refused('ORDER_CURRENCY_UNKNOWN', 'The currency is not known'),
  ORDER_ROWS_REQUIRED: refused('ORDER_ROWS_REQUIRED', 'An order needs a row'),
  ORDER_TOO_MANY_ROWS: refused('ORDER_TOO_MANY_ROWS', 'The order has too many rows'),
  ORDER_AMOUNT_TOO_LARGE: refused(
    'ORDER_AMOUNT_TOO_LARGE',
    'An amount of the order has more than 12 digits',
  ),
  ORDER_TOTAL_NEGATIVE: refused('ORDER_TOTAL_NEGATIVE', 'The rows add up to less than zero'),
  ORDER_EXPIRY_NOT_IN_FUTURE: refused('ORDER_EXPIRY_NOT_IN_FUTURE', 'The order would be expired'),
  AUTHORIZE_INVALID_STATUS: refused(
    'AUTHORIZE_INVALID_STATUS',
    'The order does not wait for its payment',
  ),
  EXPIRE_INVALID_STATUS: refused('EXPIRE_INVALID_STATUS', 'The order cannot expire'),
  EXPIRE_NOT_DUE: refused('EXPIRE_NOT_DUE', 'The order is not due to expire'),
  ORDER_HISTORY_FULL: refused(
    'ORDER_HISTORY_FULL',
    'The order has reached its limit of events or captured rows',
  ),
};

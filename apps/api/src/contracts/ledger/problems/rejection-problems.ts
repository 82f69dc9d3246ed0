import type { RejectionCode } from '#ledger';
import { paymentProblems } from './payment-problems.js';
import { type ProblemType, refused } from './problem-type.js';

/** The address that documents a code: `GET /v1/problems/{code}`. */
export const problemPath = (code: string): string => `/v1/problems/${code}`;

/**
 * The answer is the same for an unknown order and for an order of another store. So a caller cannot
 * find out whether an order with this id exists (ledger.md, "Errors").
 */
const orderNotFound: ProblemType = {
  status: 404,
  code: 'ORDER_NOT_FOUND',
  title: 'There is no such order',
};

const invalidStatus = refused(
  'CAPTURE_INVALID_INVOICE_STATUS',
  'The order cannot be captured in its status',
);

/** The error of `/v1` for each rejection code of the domain. */
export const rejectionProblems: Readonly<Record<RejectionCode, ProblemType>> = {
  ORDER_NOT_FOUND: orderNotFound,
  ORDER_OF_OTHER_STORE: orderNotFound,
  IDEMPOTENCY_KEY_REUSED: refused(
    'IDEMPOTENCY_KEY_REUSED',
    'The idempotency key was used for another request',
  ),
  ...paymentProblems,
  OUTCOME_REFUND_NOT_FOUND: refused('OUTCOME_REFUND_NOT_FOUND', 'The order has no such refund'),
  OUTCOME_REFUND_NOT_REQUESTED: refused(
    'OUTCOME_REFUND_NOT_REQUESTED',
    'The refund does not wait for an outcome',
  ),
  RELEASE_NOT_DUE: refused('RELEASE_NOT_DUE', 'Nothing of the authorisation is to be released'),
  SHOP_STATUS_NOT_ALLOWED: refused(
    'SHOP_STATUS_NOT_ALLOWED',
    'The order cannot have this status of the shop',
  ),
  CUSTOMER_INVALID_ORDER_STATUS: refused(
    'CUSTOMER_INVALID_ORDER_STATUS',
    'The order takes no customer in its status',
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
  REFUND_CURRENCY_MISMATCH: refused('REFUND_CURRENCY_MISMATCH', "The currency is not the order's"),
  REFUND_DESCRIPTION_TOO_LONG: refused(
    'REFUND_DESCRIPTION_TOO_LONG',
    'The description has more than 50 characters',
  ),
  REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE: refused(
    'REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE',
    'The amount is below zero',
  ),
  REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS: refused(
    'REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS',
    'The amount has more decimals than the currency',
  ),
  REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
    'A unit price has more decimals than the currency',
  ),
  REFUND_INVALID_INVOICE_STATUS: refused(
    'REFUND_INVALID_INVOICE_STATUS',
    'The order cannot be refunded in its status',
  ),
  REFUND_FEES_GREATER_THAN_RETURNED_ITEMS: refused(
    'REFUND_FEES_GREATER_THAN_RETURNED_ITEMS',
    'The fees are above the returned items',
  ),
  REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
    'The items do not add up to the amount',
  ),
  REFUND_AMOUNT_GREATER_THAN_CAPTURED: refused(
    'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
    'The amount is above what was captured and not refunded',
  ),
  REFUND_NOTHING_TO_REFUND: refused(
    'REFUND_NOTHING_TO_REFUND',
    'An amount of 0 without items refunds nothing',
  ),
  CANCEL_INVALID_INVOICE_STATUS: refused(
    'CANCEL_INVALID_INVOICE_STATUS',
    'The order cannot be cancelled in its status',
  ),
  CANCEL_NOTHING_LEFT: refused('CANCEL_NOTHING_LEFT', 'Nothing of the order is left to cancel'),
  REAUTHORIZE_CURRENCY_MISMATCH: refused(
    'REAUTHORIZE_CURRENCY_MISMATCH',
    "The currency is not the order's",
  ),
  REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE: refused(
    'REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE',
    'The amount is below zero',
  ),
  REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS: refused(
    'REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS',
    'The amount has more decimals than the currency',
  ),
  REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS: refused(
    'REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
    'A unit price has more decimals than the currency',
  ),
  REAUTHORIZE_INVALID_INVOICE_STATUS: refused(
    'REAUTHORIZE_INVALID_INVOICE_STATUS',
    'The order cannot be authorised anew in its status',
  ),
  ORDER_ALREADY_CAPTURED: refused(
    'ORDER_ALREADY_CAPTURED',
    'Nothing of the order is left to authorise anew',
  ),
  MATCHING_ARTICLES_WITH_DIFFERENT_VAT: refused(
    'MATCHING_ARTICLES_WITH_DIFFERENT_VAT',
    'Two items of one article differ in VAT',
  ),
  REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: refused(
    'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
    'The items do not add up to the amount',
  ),
  REAUTHORIZE_NOTHING_TO_AUTHORIZE: refused(
    'REAUTHORIZE_NOTHING_TO_AUTHORIZE',
    'An amount of 0 without items leaves nothing',
  ),
  REAUTHORIZE_AMOUNT_TOO_LARGE: refused(
    'REAUTHORIZE_AMOUNT_TOO_LARGE',
    "The order's total would have more than 12 digits",
  ),
  REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED: refused(
    'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
    'The authorisation of a card payment cannot be raised or renewed',
  ),
  REAUTHORIZATION_NOT_FOUND: {
    status: 404,
    code: 'REAUTHORIZATION_NOT_FOUND',
    title: 'The order has no such reauthorisation',
  },
  REAUTHORIZATION_NOT_PENDING: refused(
    'REAUTHORIZATION_NOT_PENDING',
    'The reauthorisation was decided before',
  ),
  REAUTHORIZATION_OUTDATED: refused(
    'REAUTHORIZATION_OUTDATED',
    'What is left of the order has changed since',
  ),
  EXTEND_INVALID_INVOICE_STATUS: refused(
    'EXTEND_INVALID_INVOICE_STATUS',
    'The order cannot be extended in its status',
  ),
  EXTEND_EXPIRY_EARLIER: refused('EXTEND_EXPIRY_EARLIER', 'The order expires later already'),
  OUTCOME_CAPTURE_NOT_FOUND: refused('OUTCOME_CAPTURE_NOT_FOUND', 'The order has no such capture'),
  OUTCOME_CAPTURE_NOT_REQUESTED: refused(
    'OUTCOME_CAPTURE_NOT_REQUESTED',
    'The capture does not wait for an outcome',
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
    'The order has reached its limit of events or rows',
  ),
};

import type { RejectionCode, SettlementRejectionCode } from '#ledger';

/** A kind of error. The fields have the meaning that RFC 9457 (problem details) gives them. */
export interface ProblemType {
  readonly status: number;
  readonly code: string;
  /**
   * The title is the same for every occurrence of the code; `detail` says what happened this time.
   */
  readonly title: string;
}

/** The refusals of commands by rules of the domain (422), made from the title of each code. */
const refused = <Code extends RejectionCode | SettlementRejectionCode>(
  titles: Readonly<Record<Code, string>>,
): Readonly<Record<Code, ProblemType>> => {
  const types = Object.entries<string>(titles).map(
    ([code, title]) => [code, { status: 422, code, title }] as const,
  );
  return Object.fromEntries(types) as Record<Code, ProblemType>;
};

/**
 * The answer is the same for an unknown order and for an order of another store. So a caller cannot
 * find out whether an order with this id exists (ledger.md, "Errors").
 */
const orderNotFound: ProblemType = {
  status: 404,
  code: 'ORDER_NOT_FOUND',
  title: 'There is no such order',
};

const invalidStatus = refused({
  CAPTURE_INVALID_INVOICE_STATUS: 'The order cannot be captured in its status',
});

/** The error of `/v1` for each rejection code of the domain. */
export const rejectionProblems: Readonly<Record<RejectionCode, ProblemType>> = {
  ORDER_NOT_FOUND: orderNotFound,
  ORDER_OF_OTHER_STORE: orderNotFound,
  ...refused({
    IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used for another request',
    PAYMENT_METHOD_NOT_CARD: 'The order is not paid by card',
    PAYMENT_ORDER_REFUNDED: 'The order is partly or wholly refunded',
    PAYMENT_ALREADY_PROCESSED: 'The order was cancelled or holds another payment',
    PAYMENT_INTENT_MISMATCH: "The payment intent is not the order's",
    PAYMENT_INTENT_NOT_CAPTURABLE: 'The payment intent cannot be captured in its status',
    PAYMENT_INTENT_NOT_FOUND: 'The gateway has no such payment intent',
    PAYMENT_INTENT_CURRENCY_MISMATCH: 'The payment intent is in another currency than the order',
    PAYMENT_INTENT_INSUFFICIENT: "The payment intent holds less than the order's total",
    PAYMENT_INTENT_REFUSED: 'The gateway refused to create a payment intent',
    PAYMENT_AUTHORIZATION_LAPSED: 'The authorisation lapsed at the gateway',
    OUTCOME_REFUND_NOT_FOUND: 'The order has no such refund',
    OUTCOME_REFUND_NOT_REQUESTED: 'The refund does not wait for an outcome',
    RELEASE_NOT_DUE: 'No release of the authorisation is due',
    SHOP_STATUS_NOT_ALLOWED: 'The order cannot have this status of the shop',
    CUSTOMER_INVALID_ORDER_STATUS: 'The order cannot get a customer in its status',
    CAPTURE_CURRENCY_MISMATCH: "The currency is not the order's",
    CAPTURE_DESCRIPTION_TOO_LONG: 'The description has more than 50 characters',
    CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE: 'The amount is below zero',
    CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS: 'The amount has more decimals than the currency',
    CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS:
      'A unit price has more decimals than the currency',
  }),
  ...invalidStatus,
  CAPTURE_ORDER_NOT_AUTHORIZED: invalidStatus.CAPTURE_INVALID_INVOICE_STATUS,
  ...refused({
    CAPTURE_ORDER_ALREADY_CAPTURED: 'Nothing of the order is left to capture',
    CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: 'The items do not add up to the amount',
    CAPTURE_AMOUNT_TOO_LARGE: 'The amount is above the total of the order',
    CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT: 'The amount is above what is left',
    CAPTURE_ITEMS_REQUIRED: 'A part of a B2B order is captured by its items',
    CAPTURE_NOTHING_TO_CAPTURE: 'An amount of 0 without items captures nothing',
    ARTICLE_NOT_FOUND: 'No row of the order matches an item',
    ARTICLE_EXISTS_BUT_OTHER_INFORMATION: 'The article of an item differs from that of the order',
    ARTICLE_NOT_UNIQUE: 'Several different rows match an item',
    ARTICLE_QUANTITY_EXCEEDED: 'An item asks for more than is left of its row',
    REFUND_CURRENCY_MISMATCH: "The currency is not the order's",
    REFUND_DESCRIPTION_TOO_LONG: 'The description has more than 50 characters',
    REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE: 'The amount is below zero',
    REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS: 'The amount has more decimals than the currency',
    REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS:
      'A unit price has more decimals than the currency',
    REFUND_INVALID_INVOICE_STATUS: 'The order cannot be refunded in its status',
    REFUND_FEES_GREATER_THAN_RETURNED_ITEMS: 'The fees are above the returned items',
    REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: 'The items do not add up to the amount',
    REFUND_AMOUNT_GREATER_THAN_CAPTURED: 'The amount is above what was captured and not refunded',
    REFUND_NOTHING_TO_REFUND: 'An amount of 0 without items refunds nothing',
    CANCEL_INVALID_INVOICE_STATUS: 'The order cannot be cancelled in its status',
    CANCEL_NOTHING_LEFT: 'Nothing of the order is left to cancel',
    REAUTHORIZE_CURRENCY_MISMATCH: "The currency is not the order's",
    REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE: 'The amount is below zero',
    REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS: 'The amount has more decimals than the currency',
    REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS:
      'A unit price has more decimals than the currency',
    REAUTHORIZE_INVALID_INVOICE_STATUS: 'The order cannot be reauthorised in its status',
    ORDER_ALREADY_CAPTURED: 'Nothing of the order is left to reauthorise',
    MATCHING_ARTICLES_WITH_DIFFERENT_VAT: 'Two items of one article differ in VAT',
    REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT: 'The items do not add up to the amount',
    REAUTHORIZE_NOTHING_TO_AUTHORIZE: 'An amount of 0 without items leaves nothing',
    REAUTHORIZE_AMOUNT_TOO_LARGE: "The order's total would have more than 12 digits",
    REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED:
      'The authorisation of a card payment cannot be raised or renewed',
  }),
  REAUTHORIZATION_NOT_FOUND: {
    status: 404,
    code: 'REAUTHORIZATION_NOT_FOUND',
    title: 'The order has no such reauthorisation',
  },
  ...refused({
    REAUTHORIZATION_NOT_PENDING: 'The reauthorisation was already approved or rejected',
    REAUTHORIZATION_OUTDATED: 'What is left of the order has changed since',
    EXTEND_INVALID_INVOICE_STATUS: 'The order cannot be extended in its status',
    EXTEND_EXPIRY_EARLIER: 'The order already expires later',
    OUTCOME_CAPTURE_NOT_FOUND: 'The order has no such capture',
    OUTCOME_CAPTURE_NOT_REQUESTED: 'The capture does not wait for an outcome',
    ORDER_NUMBER_TAKEN: 'The store has another order under this number',
    ORDER_CURRENCY_UNKNOWN: 'The currency is unknown',
    ORDER_ROWS_REQUIRED: 'An order needs at least one row',
    ORDER_TOO_MANY_ROWS: 'The order has too many rows',
    ORDER_AMOUNT_TOO_LARGE: 'An amount of the order has more than 12 digits',
    ORDER_TOTAL_NEGATIVE: 'The rows add up to less than zero',
    ORDER_EXPIRY_NOT_IN_FUTURE: 'The expiry date of the order is in the past',
    AUTHORIZE_INVALID_STATUS: 'The order does not wait for its payment',
    EXPIRE_INVALID_STATUS: 'The order cannot expire',
    EXPIRE_NOT_DUE: 'The order is not due to expire',
    ORDER_HISTORY_FULL: 'The order has reached its limit of events or rows',
  }),
};

/** The error of `/v1` for each rejection code of a settlement command. */
export const settlementProblems: Readonly<Record<SettlementRejectionCode, ProblemType>> = {
  ...refused({
    IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used for another request',
  }),
  SETTLEMENT_NOT_FOUND: {
    status: 404,
    code: 'SETTLEMENT_NOT_FOUND',
    title: 'There is no such settlement',
  },
  ...refused({
    SETTLEMENT_NOTHING_TO_SETTLE: 'Nothing was captured or refunded since the last settlement',
    SETTLEMENT_NOT_STATED: 'The settlement has no statement yet',
    SETTLEMENT_ALREADY_PAID_OUT: 'The settlement is already paid out',
    SETTLEMENT_NOTHING_TO_PAY_OUT: "The settlement's total is not above zero",
    SETTLEMENT_PAYOUT_TOO_EARLY: "The bank's date is before the settlement's end",
    SETTLEMENT_PAYOUT_IN_FUTURE: "The bank's date is too far ahead",
    SETTLEMENT_NOT_PAID_OUT: 'The settlement has no payout to take back',
    SETTLEMENT_STATEMENT_DIFFERS: 'The statement differs from the log',
    SETTLEMENT_LINES_UNREADABLE: 'The figures of the settlement cannot be computed from the log',
    SETTLEMENT_NOTHING_TO_CORRECT:
      'The statement agrees with the log, so there is nothing to correct',
  }),
};

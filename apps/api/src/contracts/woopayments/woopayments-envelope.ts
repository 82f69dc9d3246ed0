import type { Rejected } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import {
  type ErrorAnswer,
  fieldName,
  HttpError,
  type Violation,
} from '../../contract-kit/http-error.js';
import {
  invalidJson,
  isNoRoute,
  keyReused,
  noRoute,
  wordPressCode,
} from '../../contract-kit/wordpress-words.js';

/** 404: the caller's store has no such order. */
export const orderMissing: ErrorAnswer = {
  status: 404,
  code: 'wcpay_missing_order',
  detail: 'Order not found',
};

/**
 * 400: the caller made a mistake. WooPayments itself answers such a mistake with 500 and the same
 * code. A 400 says more clearly that a repeat would fail again.
 */
export const serverError = (detail: string): HttpError =>
  new HttpError({ status: 400, code: 'wcpay_server_error', detail });

/** 400: the amount to capture is not a positive integer, or is larger than what is left. */
export const invalidAmount = (): HttpError => new HttpError(wrongAmount);

const wrongAmount: ErrorAnswer = {
  status: 400,
  code: 'wcpay_invalid_capture_amount',
  detail: 'The amount is not a positive integer up to what is left to capture.',
};

const uncapturable: Omit<ErrorAnswer, 'detail'> = {
  status: 409,
  code: 'wcpay_payment_uncapturable',
};
const cannotBeCaptured = 'The payment cannot be captured';

/** 409: the intent is in a state in which it cannot be captured. */
export const notCapturable: ErrorAnswer = { ...uncapturable, detail: cannotBeCaptured };

export const intentMismatch: ErrorAnswer = {
  status: 409,
  code: 'wcpay_intent_order_mismatch',
  detail: cannotBeCaptured,
};

/** The ledger's rejections for which the contract has a special error code. */
const rejections: Readonly<Record<string, ErrorAnswer>> = {
  ORDER_NOT_FOUND: orderMissing,
  ORDER_OF_OTHER_STORE: orderMissing,
  PAYMENT_ORDER_REFUNDED: {
    status: 400,
    code: 'wcpay_refunded_order_uncapturable',
    detail: 'Payment cannot be captured for partially or fully refunded orders.',
  },
  PAYMENT_ALREADY_PROCESSED: {
    ...uncapturable,
    detail: 'The payment cannot be captured for completed or processed orders.',
  },
  PAYMENT_INTENT_MISMATCH: intentMismatch,
  CUSTOMER_INVALID_ORDER_STATUS: {
    status: 400,
    code: 'wcpay_invalid_order_status',
    detail: 'Invalid order status',
  },
  IDEMPOTENCY_KEY_REUSED: keyReused,
};

const amountCodes = /^CAPTURE_.*(AMOUNT|CAPTURE_NOTHING)/;

const rejected = ({ code }: Rejected): ErrorAnswer =>
  rejections[code] ?? (amountCodes.test(code) ? wrongAmount : notCapturable);

const isJsonFault = ({ rule, path }: Violation): boolean =>
  path.length === 0 && (rule === 'json' || rule === 'object');

/**
 * Translates errors that all contracts share, such as a malformed body, into WordPress's codes and
 * texts.
 */
const inItsWords = (answer: ErrorAnswer): ErrorAnswer => {
  const { code, violations = [] } = answer;
  if (isNoRoute(code)) return { ...answer, ...noRoute };
  if (code !== 'VALIDATION_ERROR') return answer;
  if (violations.some(isJsonFault))
    return { ...answer, code: invalidJson.code, detail: invalidJson.message };
  const names = violations.map(({ path }) => fieldName(path)).join(', ');
  return { ...answer, detail: `Invalid parameter(s): ${names}` };
};

/**
 * The member `data.params` of an error: a list of the missing parameters, or a message for each
 * wrong parameter.
 */
const paramsOf = ({ code, violations = [] }: ErrorAnswer): object => {
  if (violations.length === 0 || code === invalidJson.code) return {};
  if (code === 'rest_missing_callback_param')
    return { params: violations.map(({ path }) => fieldName(path)) };
  const entries = violations.map(({ path, message }) => [
    fieldName(path),
    `${fieldName(path)} ${message}`,
  ]);
  return { params: Object.fromEntries(entries) as Record<string, string> };
};

/** Writes errors as WordPress does: `{"code","message","data":{"status"}}`. */
export const woopaymentsEnvelope: ErrorEnvelope = {
  rejected,
  write: (answer) => {
    const written = inItsWords(answer);
    return {
      contentType: 'application/json; charset=UTF-8',
      body: JSON.stringify({
        code: wordPressCode(written.code),
        message: written.detail,
        data: { status: written.status, ...paramsOf(written) },
      }),
    };
  },
};

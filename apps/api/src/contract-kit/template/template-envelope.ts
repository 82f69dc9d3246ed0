import type { OrderCapture } from '#ledger';
import type { ErrorEnvelope } from '../contract.js';
import { type ErrorAnswer, fieldName } from '../http-error.js';

/**
 * The answer is the same whether the order does not exist, belongs to another store or is not paid
 * yet. So a caller learns nothing about orders of other stores.
 */
export const orderUnknown: ErrorAnswer = {
  status: 404,
  code: 'ORDER_NOT_FOUND',
  detail: 'There is no such order.',
};

/** The answer to a capture that the card gateway refused. The order can be captured again. */
export const captureRefused = ({ gateway }: OrderCapture): ErrorAnswer => ({
  status: 402,
  code: 'CAPTURE_REFUSED',
  detail: gateway?.failure?.reason ?? 'The gateway refused the capture.',
});

/**
 * This contract's own codes for errors of the ledger and of the contract kit. A code that is not
 * listed here is sent in lower case.
 */
const words: Readonly<Record<string, string>> = {
  VALIDATION_ERROR: 'wrong_shape',
  ORDER_NOT_FOUND: 'order_unknown',
  CAPTURE_ORDER_ALREADY_CAPTURED: 'nothing_left',
};

export const templateEnvelope: ErrorEnvelope = {
  rejected: ({ code, detail }) =>
    code === 'ORDER_NOT_FOUND' || code === 'ORDER_OF_OTHER_STORE'
      ? orderUnknown
      : { status: 409, code, detail },
  write: ({ code, detail, violations }, correlationId) => ({
    contentType: 'application/json',
    body: JSON.stringify({
      fault: words[code] ?? code.toLowerCase(),
      says: detail,
      ...(violations && { fields: violations.map(({ path }) => fieldName(path)) }),
      request: correlationId,
    }),
  }),
};

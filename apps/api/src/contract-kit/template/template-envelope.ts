import type { OrderCapture } from '#ledger';
import type { ErrorEnvelope } from '../contract.js';
import { type ErrorAnswer, fieldName } from '../http-error.js';

/** The same answer for an order that does not exist, is of another store or is not paid yet. */
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

/** The contract's own words for codes of the kit and the ledger. Other codes are lower-cased. */
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

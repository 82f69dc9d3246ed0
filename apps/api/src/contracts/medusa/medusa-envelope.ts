import type { Rejected } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import { type ErrorAnswer, fieldName, HttpError } from '../../contract-kit/http-error.js';

/** Medusa's names for the `type` of an error. */
type ErrorType =
  | 'invalid_data'
  | 'not_allowed'
  | 'not_found'
  | 'conflict'
  | 'duplicate_error'
  | 'payment_authorization_error'
  | 'unexpected_state'
  | 'unknown_error';

interface Words {
  readonly code?: string;
  readonly type: ErrorType;
}

/** Error codes with a special `type`. For all other codes the HTTP status determines the `type`. */
const ownWords: Readonly<Record<string, Words>> = {
  NOT_ALLOWED: { type: 'not_allowed' },
  PAYMENT_REFUSED: { type: 'payment_authorization_error' },
  INTERNAL_ERROR: { code: 'unknown_error', type: 'unknown_error' },
};

const wordsByStatus: Readonly<Record<number, Words>> = {
  403: { type: 'not_allowed' },
  404: { type: 'not_found' },
  409: { code: 'invalid_state_error', type: 'conflict' },
  422: { code: 'invalid_request_error', type: 'duplicate_error' },
  429: { type: 'not_allowed' },
};

const wordsOf = ({ code, status }: ErrorAnswer): Words => {
  const found = ownWords[code] ?? wordsByStatus[status];
  if (found !== undefined) return found;
  return status >= 500 ? { code: 'api_error', type: 'unexpected_state' } : { type: 'invalid_data' };
};

const messageOf = ({ violations, detail }: ErrorAnswer): string =>
  violations?.map(({ path, message }) => `${fieldName(path)} ${message}`).join(', ') ?? detail;

/** Writes errors as Medusa does: `{"code"?, "type", "message"}` (medusa.md, "Errors"). */
export const medusaEnvelope: ErrorEnvelope = {
  rejected: ({ code, detail }: Rejected): ErrorAnswer => {
    if (code === 'IDEMPOTENCY_KEY_REUSED') return keyReused().answer;
    if (code === 'ORDER_NOT_FOUND' || code === 'ORDER_OF_OTHER_STORE')
      return { status: 404, code, detail };
    return notAllowed(detail).answer;
  },
  unknownParameter: (name) => unknownProperty(name).answer,
  write: (answer) => {
    if (answer.status === 401) return { body: 'Unauthorized' };
    const error = { ...wordsOf(answer), message: messageOf(answer) };
    return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(error) };
  },
};

/** 400 `invalid_data`: a parameter or the body is wrong. */
export const invalidData = (detail: string): HttpError =>
  new HttpError({ status: 400, code: 'VALIDATION_ERROR', detail });

const shownCharacters = 100;

export const unknownProperty = (name: string): HttpError =>
  invalidData(`property ${name.slice(0, shownCharacters)} should not exist`);

/** 400 `not_allowed`: a rule refuses the change. */
export const notAllowed = (detail: string): HttpError =>
  new HttpError({ status: 400, code: 'NOT_ALLOWED', detail });

export const notFound = (what: 'Order' | 'Payment', id: string): HttpError =>
  new HttpError({ status: 404, code: 'NOT_FOUND', detail: `${what} with id ${id} was not found` });

/**
 * The idempotency key was used for another change. The status is 422 and not 409, because Medusa's
 * published client repeats a request after a 409.
 */
export const keyReused = (): HttpError =>
  new HttpError({
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
    detail: 'The Idempotency-Key was used for another request.',
  });

export const paymentRefusedCode = 'PAYMENT_REFUSED';

/** 422: the gateway refused a refund. */
export const paymentRefused = (detail: string): HttpError =>
  new HttpError({ status: 422, code: paymentRefusedCode, detail });

import type { ErrorAnswer } from './http-error.js';

/** 404: no such route. WordPress answers the same if the address exists for another method only. */
export const noRoute: ErrorAnswer = {
  status: 404,
  code: 'rest_no_route',
  detail: 'No route was found matching the URL and request method.',
};

export const keyReused: ErrorAnswer = {
  status: 422,
  code: 'idempotency_key_reused',
  detail: 'The idempotency key was used for another request.',
};

/**
 * True for the error codes of an unknown address and of an unknown method, because WordPress
 * answers both alike.
 */
export const isNoRoute = (code: string): boolean =>
  code === 'NOT_FOUND' || code === 'METHOD_NOT_ALLOWED';

export const invalidJson = {
  code: 'rest_invalid_json',
  message: 'Invalid JSON body passed.',
} as const;

/**
 * The error code in the form that WordPress uses. A code in lower case belongs to the contract
 * itself and is kept. A code of the contract kit is put in lower case with the prefix `rest_`.
 */
export const wordPressCode = (code: string): string => {
  if (code === code.toLowerCase()) return code;
  if (isNoRoute(code)) return noRoute.code;
  return code === 'VALIDATION_ERROR' ? 'rest_invalid_param' : `rest_${code.toLowerCase()}`;
};

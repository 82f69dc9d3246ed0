import { HttpError } from '../../contract-kit/http-error.js';

/** 400: a parameter is missing, repeated or unreadable (RFC 6749 5.2). */
export const invalidRequest = (detail: string): HttpError =>
  new HttpError({ status: 400, code: 'invalid_request', detail });

/** 400: the ledger grants tokens for client credentials only. */
export const unsupportedGrantType = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'unsupported_grant_type',
    detail: 'The only grant_type is client_credentials.',
  });

/** 401: unknown client or wrong secret; which of them is not told. */
export const invalidClient = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'invalid_client',
    detail: 'The client is not known or its secret is wrong.',
    headers: { 'WWW-Authenticate': 'Basic realm="ledger", charset="UTF-8"' },
  });

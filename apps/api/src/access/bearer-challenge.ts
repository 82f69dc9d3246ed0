import { RefusedRequest } from '../http/refused-request.js';

const realm = 'Bearer realm="ledger"';

/** 401: no bearer token was given (RFC 6750 section 3.1: without an error code). */
export const tokenMissing = (): RefusedRequest =>
  new RefusedRequest({
    status: 401,
    code: 'UNAUTHORIZED',
    detail: 'A bearer token is required.',
    headers: { 'WWW-Authenticate': realm },
  });

/** 401: the token is malformed, forged, expired or revoked. */
export const tokenInvalid = (): RefusedRequest =>
  new RefusedRequest({
    status: 401,
    code: 'UNAUTHORIZED',
    detail: 'The bearer token is not valid or no longer valid.',
    headers: {
      'WWW-Authenticate': `${realm}, error="invalid_token", error_description="The token is not valid"`,
    },
  });

/** 403: the token is good, but was not given the scope this route needs. */
export const scopeMissing = (scope: string): RefusedRequest =>
  new RefusedRequest({
    status: 403,
    code: 'FORBIDDEN',
    detail: `The token has not the scope ${scope}.`,
    headers: { 'WWW-Authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` },
  });

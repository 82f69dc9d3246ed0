import { HttpError } from './http-error.js';

/**
 * The token of an `Authorization` header. The scheme's name is matched without regard to case (RFC 9110 11.1).
 *
 * @throws RefusedRequest 401
 */
export const bearerToken = (authorization: string | undefined): string => {
  const [scheme, token, ...more] = (authorization ?? '').trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer') throw tokenMissing();
  // The b64token syntax of RFC 6750 section 2.1.
  if (token === undefined || more.length > 0 || !/^[\w.~+/-]+=*$/.test(token)) throw tokenInvalid();
  return token;
};

const realm = 'Bearer realm="ledger"';

/** 401: no bearer token was given (RFC 6750 section 3.1: without an error code). */
export const tokenMissing = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'UNAUTHORIZED',
    detail: 'A bearer token is required.',
    headers: { 'WWW-Authenticate': realm },
  });

/** 401: the token is malformed, forged, expired or revoked. */
export const tokenInvalid = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'UNAUTHORIZED',
    detail: 'The bearer token is not valid or no longer valid.',
    headers: {
      'WWW-Authenticate': `${realm}, error="invalid_token", error_description="The token is not valid"`,
    },
  });

/** 403: the token is good, but was not given the scope this route needs. */
export const scopeMissing = (scope: string): HttpError =>
  new HttpError({
    status: 403,
    code: 'FORBIDDEN',
    detail: `The token has not the scope ${scope}.`,
    headers: { 'WWW-Authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` },
  });

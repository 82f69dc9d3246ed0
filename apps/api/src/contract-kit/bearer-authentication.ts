import type { IncomingMessage } from 'node:http';
import { InvalidToken } from '#access';
import type { Authentication, AuthenticationServices } from './authentication.js';
import { HttpError, type ErrorAnswer } from './http-error.js';

const realm = 'Bearer realm="ledger"';

/** 401: the request has no bearer token. RFC 6750 section 3.1 wants no error code in this case. */
export const tokenMissing: ErrorAnswer = {
  status: 401,
  code: 'UNAUTHORIZED',
  detail: 'A bearer token is required.',
  headers: { 'WWW-Authenticate': realm },
};

const invalidToken = 'error="invalid_token", error_description="The token is not valid"';

/** 401: the token is malformed, forged, expired or revoked. */
const tokenInvalid = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'UNAUTHORIZED',
    detail: 'The bearer token is not valid or no longer valid.',
    headers: { 'WWW-Authenticate': `${realm}, ${invalidToken}` },
  });

/** 403: the token is valid but lacks the scope that the route needs. */
const scopeMissing = (scope: string): ErrorAnswer => ({
  status: 403,
  code: 'FORBIDDEN',
  detail: `The token does not have the scope ${scope}.`,
  headers: { 'WWW-Authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` },
});

/**
 * The token of an `Authorization` header; `undefined` without this header, or with a scheme other
 * than Bearer. The scheme's name is matched without regard to case (RFC 9110 11.1).
 *
 * @throws HttpError 401 for a malformed token
 */
const bearerToken = (authorization: string | undefined): string | undefined => {
  const [scheme, token, ...more] = (authorization ?? '').trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer') return undefined;
  // The b64token syntax of RFC 6750 section 2.1.
  if (token === undefined || more.length > 0 || !/^[\w.~+/-]+=*$/.test(token)) throw tokenInvalid();
  return token;
};

const bearer = /^bearer +/i;

/** Bearer tokens of `/oauth2/v2.0/token`, with the challenges of RFC 6750. */
export const bearerAuthentication = ({
  tokenVerifier,
}: AuthenticationServices): Authentication => ({
  needs: 'head',
  authenticate: async ({ headers }) => {
    const token = bearerToken(headers.authorization);
    if (token === undefined) return undefined;
    try {
      return await tokenVerifier.verify(token);
    } catch (error) {
      if (error instanceof InvalidToken) throw tokenInvalid();
      throw error;
    }
  },
  unauthorized: () => tokenMissing,
  forbidden: scopeMissing,
  clientOf: ({ headers: { authorization } }: IncomingMessage) =>
    authorization === undefined
      ? undefined
      : tokenVerifier.clientOf(authorization.replace(bearer, '')),
});

import type { IncomingMessage } from 'node:http';
import type { Authentication, AuthenticationServices } from '../../contract-kit/authentication.js';
import { type ErrorAnswer, HttpError } from '../../contract-kit/http-error.js';
import { assertJsonAccepted } from './accepted-json.js';

export const keyKind = 'akinon';

const unauthorized = (detail: string): ErrorAnswer => ({
  ...{ status: 401, code: 'UNAUTHORIZED', detail },
  headers: { 'WWW-Authenticate': 'Token' },
});

const credentialsMissing = unauthorized('Authentication credentials were not provided.');

const invalidHeader = (why: string): HttpError =>
  new HttpError(unauthorized(`Invalid token header. ${why}`));

/**
 * The token in the `Authorization` header; undefined if the header is absent or has another scheme,
 * such as Bearer.
 *
 * @throws HttpError 401 if the scheme is `Token` and its value is malformed
 */
const tokenOf = (authorization: string | undefined): string | undefined => {
  const [scheme, token, ...more] = (authorization ?? '').trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'token') return undefined;
  if (token === undefined) throw invalidHeader('No credentials provided.');
  if (more.length > 0) throw invalidHeader('Token string should not contain spaces.');
  return token;
};

const tokenScheme = /^\s*token\s+(\S+)\s*$/i;

/**
 * Authenticates by `Authorization: Token <token>`. The `Accept` header is checked here too, because
 * a request with both headers wrong must get 406 and not 401 (docs/contracts/akinon.md).
 */
export const akinonAuthentication = ({
  keyAuthenticator: keys,
}: AuthenticationServices): Authentication => ({
  needs: 'head',
  comesBefore: 'method',
  authenticate: async ({ headers }) => {
    assertJsonAccepted(headers.accept);
    const token = tokenOf(headers.authorization);
    if (token === undefined) return undefined;
    const key = await keys.byToken(keyKind, token);
    if (key !== undefined) return key.caller;
    const isDisabled = await keys.isIssued(keyKind, token);
    throw new HttpError(unauthorized(isDisabled ? 'User inactive or deleted.' : 'Invalid token.'));
  },
  unauthorized: () => credentialsMissing,
  forbidden: () => ({
    status: 403,
    code: 'FORBIDDEN',
    detail: 'You do not have permission to perform this action.',
  }),
  clientOf: ({ headers: { authorization } }: IncomingMessage) => {
    const [, token] = tokenScheme.exec(authorization ?? '') ?? [];
    return token === undefined ? undefined : keys.clientOf(keyKind, token);
  },
});

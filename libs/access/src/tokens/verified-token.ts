import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Caller } from '../caller.js';
import { isScope } from '../scope.js';
import { InvalidToken } from './invalid-token.js';
import { clockToleranceSeconds, tokenFormat, tokenLifetimeSeconds } from './token-format.js';

/** A token whose signature and claims are good; whether it was revoked since is asked at each use. */
export interface VerifiedToken {
  readonly caller: Caller;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

const read = ({ sub, iat, exp, stores, scope }: JWTPayload): VerifiedToken => {
  if (sub === undefined || iat === undefined || exp === undefined) throw new InvalidToken();
  if (!isTexts(stores) || typeof scope !== 'string') throw new InvalidToken();
  const caller = { clientId: sub, stores, scopes: scope.split(' ').filter(isScope) };
  return { caller, issuedAt: iat, expiresAt: exp };
};

/**
 * Whether a text is three parts of base64url as an encoder writes them. A decoder takes more: padding, and in the last
 * character bits that mean nothing. Each of those would be one more spelling of the same token.
 */
const isCanonical = (token: string): boolean => {
  const parts = token.split('.');
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
};

/**
 * The algorithm is pinned here: what a token's own header claims is never believed.
 *
 * @throws InvalidToken
 */
export const readToken = async (
  token: string,
  keys: readonly Uint8Array[],
): Promise<VerifiedToken> => {
  if (!isCanonical(token)) throw new InvalidToken();
  let cause: unknown;
  for (const key of keys) {
    try {
      return await readSigned(token, key);
    } catch (error) {
      cause ??= error;
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
    }
  }
  throw new InvalidToken({ cause });
};

const readSigned = async (token: string, key: Uint8Array): Promise<VerifiedToken> => {
  const { payload } = await jwtVerify(token, key, {
    algorithms: [tokenFormat.algorithm],
    typ: tokenFormat.type,
    issuer: tokenFormat.issuer,
    audience: tokenFormat.audience,
    maxTokenAge: tokenLifetimeSeconds,
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['sub', 'iat', 'exp'],
  });
  return read(payload);
};

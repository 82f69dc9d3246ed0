import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { SecretKeyRing } from '#runtime';
import { type Caller, hasNoAccess, isScope } from '../caller.js';
import type { RevocationList } from './revocations.js';
import {
  clockToleranceSeconds,
  InvalidToken,
  tokenCharactersMax,
  tokenFormat,
  tokenKeysOf,
  tokenLifetimeSeconds,
} from './token-issuer.js';

const verifiedMax = 10_000;

/**
 * Verifies access tokens without a database. The signature is checked once for each token, expiry
 * and revocation at each use.
 */
export class TokenVerifier {
  readonly #keys: readonly Uint8Array[];
  readonly #revocations: { readonly current: RevocationList };
  readonly #verified = new Map<string, VerifiedToken>();

  constructor(secretKey: SecretKeyRing, revocations: { readonly current: RevocationList }) {
    this.#keys = tokenKeysOf(secretKey);
    this.#revocations = revocations;
  }

  /** @throws InvalidToken */
  async verify(token: string): Promise<Caller> {
    if (token.length > tokenCharactersMax) throw new InvalidToken();
    const verified = this.#verified.get(token) ?? (await this.#readAndKeep(token));
    if (Date.now() / 1000 >= verified.expiresAt + clockToleranceSeconds) {
      this.#verified.delete(token);
      throw new InvalidToken();
    }
    return this.#unrevoked(verified);
  }

  /**
   * Returns the client of a token that was verified before. The result may be used to count
   * requests, but never to authorise a request.
   */
  clientOf(token: string): string | undefined {
    return this.#verified.get(token)?.caller.clientId;
  }

  async #readAndKeep(token: string): Promise<VerifiedToken> {
    const verified = await readToken(token, this.#keys);
    const oldest = this.#verified.keys().next();
    if (this.#verified.size >= verifiedMax && !oldest.done) this.#verified.delete(oldest.value);
    this.#verified.set(token, verified);
    return verified;
  }

  #unrevoked({ caller, issuedAt }: VerifiedToken): Caller {
    const revoked = this.#revocations.current;
    if (revoked.isEmpty) return caller;
    if (revoked.refuses(caller.clientId, issuedAt)) throw new InvalidToken();
    const stores = caller.stores.filter((storeId) => !revoked.removedStores.has(storeId));
    if (stores.length === caller.stores.length) return caller;
    const left = { ...caller, stores };
    if (hasNoAccess(left)) throw new InvalidToken();
    return left;
  }
}

/**
 * The content of a token with a valid signature and valid claims. Its revocation is checked at each
 * use.
 */
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
 * True if the text is three parts of base64url in canonical form. A decoder would also accept
 * padding and unused bits in the last character. Then several different texts would count as the
 * same token.
 */
const isCanonical = (token: string): boolean => {
  const parts = token.split('.');
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
};

/**
 * Reads a token if one of the keys has signed it. The algorithm is fixed here, and never taken from
 * the token.
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

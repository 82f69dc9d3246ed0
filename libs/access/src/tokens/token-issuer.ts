import { hkdfSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { keysOfRing, type SecretKeyRing } from '#runtime';
import type { ApiClient } from '../clients/api-client.js';

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/**
 * Issues access tokens. A token contains the client's id, stores and scopes, so that a request can
 * be checked without asking the database.
 */
export class TokenIssuer {
  readonly #key: Uint8Array;

  constructor(secretKey: SecretKeyRing) {
    const [key] = tokenKeysOf(secretKey);
    if (key === undefined) throw new TypeError('A token needs a key');
    this.#key = key;
  }

  async issue(client: ApiClient): Promise<IssuedToken> {
    // The time has milliseconds, so that a token and a revocation in the same second can be
    // compared (RFC 7519 allows fractions).
    const issuedAt = Date.now() / 1000;
    const accessToken = await new SignJWT({
      stores: client.stores,
      scope: client.scopes.join(' '),
    })
      .setProtectedHeader({ alg: tokenFormat.algorithm, typ: tokenFormat.type })
      .setIssuer(tokenFormat.issuer)
      .setAudience(tokenFormat.audience)
      .setSubject(client.clientId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(Math.floor(issuedAt) + tokenLifetimeSeconds)
      .sign(this.#key);
    return { accessToken, expiresInSeconds: tokenLifetimeSeconds };
  }
}

/** The header and the claims that issuer and verifier have to agree on. */
export const tokenFormat = {
  algorithm: 'HS256',
  type: 'at+jwt',
  issuer: 'capture-ledger',
  audience: 'capture-ledger',
} as const;

/** The lifetime of a token: the `expires_in` that Walley's clients expect. */
export const tokenLifetimeSeconds = 3_599;

/**
 * The limit of a token's length; a longer text is refused without being parsed. Even the token of a
 * client with `clientStoresMax` stores is shorter.
 */
export const tokenCharactersMax = 10_240;

/** The number of seconds by which the clocks of replicas may differ. */
export const clockToleranceSeconds = 5;

/**
 * The key that signs access tokens. It is derived from LEDGER_SECRET_KEY for this purpose only, so
 * that the secret can serve several purposes safely.
 */
export const deriveTokenKey = (secretKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, '', 'capture-ledger access token v1', 32));

export const tokenKeysOf = (ring: SecretKeyRing): readonly Uint8Array[] =>
  keysOfRing(ring).map(deriveTokenKey);

/**
 * The token is forged, malformed, expired or revoked. Its sender only learns `invalid_token` (RFC
 * 6750), and not which of these it is.
 */
export class InvalidToken extends Error {
  constructor(options?: ErrorOptions) {
    super('The access token is not valid.', options);
    this.name = 'InvalidToken';
  }
}

import { SignJWT } from 'jose';
import type { ApiClient } from '../clients/api-client.js';
import { tokenFormat, tokenKeysOf, tokenLifetimeSeconds } from './token-format.js';
import type { SecretKeyRing } from './token-format.js';

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** Signs tokens that say who the client is and what it may do, so that a request needs no database. */
export class TokenIssuer {
  readonly #key: Uint8Array;

  constructor(secretKey: SecretKeyRing) {
    const [key] = tokenKeysOf(secretKey);
    if (key === undefined) throw new TypeError('A token needs a key');
    this.#key = key;
  }

  async issue(client: ApiClient): Promise<IssuedToken> {
    // To the millisecond, so that it is told from a revocation within the same second (RFC 7519 allows fractions).
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

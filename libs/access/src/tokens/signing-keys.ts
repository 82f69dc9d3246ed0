import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { keysOfRing, type SecretKeyRing } from '#runtime';
import { clockToleranceSeconds } from './token-issuer.js';

export type Claims = Readonly<Record<string, unknown>>;

const charactersMax = 4_096;
const algorithm = 'HS256';

/** Signs and reads tokens (JWT) for one purpose. Every replica can read them. */
export class SignedTokens {
  readonly #keys: readonly Uint8Array[];

  /**
   * The first key signs. Signatures of the other keys are still accepted, so that a token stays
   * valid when the keys are rotated.
   */
  constructor(keys: readonly Uint8Array[]) {
    this.#keys = keys;
  }

  async sign(claims: Claims, lifetimeSeconds: number): Promise<string> {
    const [key] = this.#keys;
    if (key === undefined) throw new TypeError('A signature needs a key');
    const issuedAt = Math.floor(Date.now() / 1_000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(key);
  }

  /** The claims of a token; `undefined` if the token is forged, malformed or expired. */
  async claimsOf(token: string): Promise<Claims | undefined> {
    if (token.length > charactersMax) return undefined;
    for (const key of this.#keys) {
      const claims = await claimsBy(key, token);
      if (claims !== undefined) return claims;
    }
    return undefined;
  }
}

/**
 * The claims of a token if this key signed it. The algorithm is fixed here, and never taken from
 * the token.
 */
const claimsBy = async (key: Uint8Array, token: string): Promise<Claims | undefined> => {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['iat', 'exp'],
    });
    return payload;
  } catch {
    return undefined;
  }
};

/**
 * Derives a separate signing key for each purpose from LEDGER_SECRET_KEY, so that a token for one
 * purpose is not accepted for another.
 */
export class SigningKeys {
  readonly #ring: readonly Uint8Array[];

  constructor(ring: SecretKeyRing) {
    this.#ring = keysOfRing(ring);
  }

  /**
   * Returns the signer and reader of tokens for this purpose. A token for any other purpose is
   * refused.
   */
  tokensOf(purpose: string): SignedTokens {
    const info = `capture-ledger ${purpose}`;
    return new SignedTokens(
      this.#ring.map((key) => new Uint8Array(hkdfSync('sha256', key, '', info, 32))),
    );
  }
}

import { actsForNobody, type Caller } from '../caller.js';
import { InvalidToken } from './invalid-token.js';
import type { RevocationList } from './revocation-list.js';
import { clockToleranceSeconds, tokenCharactersMax, tokenKeysOf } from './token-format.js';
import type { SecretKeyRing } from './token-format.js';
import { readToken, type VerifiedToken } from './verified-token.js';

const verifiedMax = 10_000;

/** Tells the caller from a token, without a database: signature once, expiry and revocation at each use. */
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
    const verified = this.#verified.get(token) ?? (await this.#verifyAnew(token));
    if (Date.now() / 1000 >= verified.expiresAt + clockToleranceSeconds) {
      this.#verified.delete(token);
      throw new InvalidToken();
    }
    return this.#unrevoked(verified);
  }

  /** Whose token it is, if it was verified before: to count its requests by, not to let them in. */
  clientOf(token: string): string | undefined {
    return this.#verified.get(token)?.caller.clientId;
  }

  async #verifyAnew(token: string): Promise<VerifiedToken> {
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
    if (actsForNobody(left)) throw new InvalidToken();
    return left;
  }
}

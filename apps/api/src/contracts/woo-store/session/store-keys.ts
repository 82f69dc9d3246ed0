import { hkdfSync } from 'node:crypto';
import type { StoreApi } from '../../../services/store-api.js';

/** The key material of one store's shop. */
export interface StoreKeys {
  /** Secrets of cart tokens: the first signs, all are accepted. */
  readonly cartTokens: readonly Uint8Array[];
  /** Keys of nonces, likewise. */
  readonly nonces: readonly Uint8Array[];
}

const derived = (secretKey: Uint8Array, purpose: string, storeId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, storeId, `capture-ledger store api ${purpose} v1`, 32));

/** Cart tokens are signed with `@` and a salt: that of the settings, or one of the store's own. */
const cartTokenSecret = (salt: string): Uint8Array => Buffer.from(`@${salt}`);

/** The keys of a store, derived from LEDGER_SECRET_KEY. A shop with a salt can make cart tokens. */
export const storeKeys = (
  { secretKeys, salt, store }: Pick<StoreApi, 'secretKeys' | 'salt' | 'store'>,
  storeId: string,
): StoreKeys => {
  const salts = secretKeys.map((key) => derived(key, 'cart token', storeId).toString('hex'));
  return {
    cartTokens: (salt !== undefined && storeId === store ? [salt] : salts).map(cartTokenSecret),
    nonces: secretKeys.map((key) => derived(key, 'nonce', storeId)),
  };
};

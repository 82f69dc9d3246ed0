import { hkdfSync } from 'node:crypto';
import type { StoreApi } from '../../../services/store-api.js';

/** The key material of one store's shop. */
export interface StoreKeys {
  /** Secrets of cart tokens. The first one signs; tokens signed with any of them are accepted. */
  readonly cartTokens: readonly Uint8Array[];
  /** Keys of nonces. The first one makes nonces; nonces of any of them are accepted. */
  readonly nonces: readonly Uint8Array[];
}

const derived = (secretKey: Uint8Array, purpose: string, storeId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, storeId, `capture-ledger store api ${purpose} v1`, 32));

/** WooCommerce signs cart tokens with the secret `@` + salt. */
const cartTokenSecret = (salt: string): Uint8Array => Buffer.from(`@${salt}`);

/**
 * The keys of a store, derived from LEDGER_SECRET_KEY. If the settings have a salt for the store,
 * the secret of its cart tokens is made from the salt instead: a shop that knows the salt can make
 * cart tokens itself.
 */
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

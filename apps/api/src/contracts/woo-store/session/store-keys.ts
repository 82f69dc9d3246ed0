import { hkdfSync } from 'node:crypto';
import type { StoreApi } from '../../../services/store-api.js';

/** The keys that sign the cart tokens and nonces of one store. */
export interface StoreKeys {
  /** Secrets of cart tokens. The first one signs; tokens signed with any of them are accepted. */
  readonly cartTokens: readonly Uint8Array[];
  /** Keys of nonces. The first one makes nonces; nonces of any of them are accepted. */
  readonly nonces: readonly Uint8Array[];
}

const derived = (secretKey: Uint8Array, purpose: string, storeId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, storeId, `capture-ledger store api ${purpose} v1`, 32));

/**
 * The secret is made from a salt in the same way as in WooCommerce, so that both accept each
 * other's cart tokens.
 */
const cartTokenSecret = (salt: string): Uint8Array => Buffer.from(`@${salt}`);

/**
 * Derives the keys of a store from LEDGER_SECRET_KEY. If the settings have the WooCommerce salt of
 * this store, the secret of its cart tokens is made from the salt instead. Then the shop can sign
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

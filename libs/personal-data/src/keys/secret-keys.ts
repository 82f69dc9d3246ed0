import { deriveKey } from '../sealing/derive-key.js';

/** What this package derives from LEDGER_SECRET_KEY. */
export interface SecretKeys {
  /** Wraps the keys of people, and the key of their names. */
  readonly wrapping: Uint8Array;
  /** The key of names, where there were keys of people before it was stored. */
  readonly names: Uint8Array;
}

/** `secretKey`: the 32 bytes of LEDGER_SECRET_KEY. */
export const secretKeysOf = (secretKey: Uint8Array): SecretKeys => ({
  wrapping: deriveKey(secretKey, 'wrap'),
  names: deriveKey(secretKey, 'names'),
});

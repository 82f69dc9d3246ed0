import { decrypt, encrypt } from './aes-gcm.js';
import type { PersonKey } from './person-key.js';

/**
 * A stored key was not wrapped by this process's LEDGER_SECRET_KEY, or was changed. It must not be taken for an erased
 * one: whoever comes upon it stops.
 */
export class PersonKeyUnreadable extends Error {
  override readonly name = 'PersonKeyUnreadable';

  constructor(what: string) {
    super(`${what} cannot be unwrapped: is LEDGER_SECRET_KEY the one it was made with?`);
  }
}

/** A stored key has its own id in it, so that one row's key put into another's is not taken for it. */
const bound = (keyId: string): string => `customer key ${keyId}`;
const boundNames = 'key of customer names';

/** The key as it is stored. */
export const wrapPersonKey = (wrapping: Uint8Array, { keyId, secret }: PersonKey): Buffer =>
  encrypt(wrapping, secret, bound(keyId));

/** Throws `PersonKeyUnreadable`. */
export const unwrapPersonKey = (
  wrapping: Uint8Array,
  { keyId, wrapped }: { readonly keyId: string; readonly wrapped: Uint8Array },
): PersonKey => {
  const secret = decrypt(wrapping, wrapped, bound(keyId));
  if (secret === undefined) throw new PersonKeyUnreadable(`The customer key ${keyId}`);
  return { keyId, secret };
};

/** The key that names are hashed with, as it is stored. */
export const wrapNamesKey = (wrapping: Uint8Array, key: Uint8Array): Buffer =>
  encrypt(wrapping, key, boundNames);

/** Throws `PersonKeyUnreadable`. */
export const unwrapNamesKey = (wrapping: Uint8Array, wrapped: Uint8Array): Uint8Array => {
  const key = decrypt(wrapping, wrapped, boundNames);
  if (key === undefined) throw new PersonKeyUnreadable('The key of customer names');
  return key;
};

import { randomBytes, randomUUID } from 'node:crypto';
import { decrypt, deriveKey, encrypt } from '../sealing/encryption.js';

/**
 * The key that encrypts the data of one person. Once the key is destroyed, nobody can read the
 * data.
 */
export interface PersonKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

const secretBytes = 32;

export const makePersonKey = (): PersonKey => ({
  keyId: randomUUID(),
  secret: randomBytes(secretBytes),
});

/**
 * A stored key cannot be decrypted: it was encrypted under a different LEDGER_SECRET_KEY, or was
 * changed. The operation fails, because the person must not be treated as erased.
 */
export class PersonKeyUnreadable extends Error {
  override readonly name = 'PersonKeyUnreadable';

  constructor(what: string) {
    super(`${what} cannot be decrypted: is LEDGER_SECRET_KEY the key that it was encrypted with?`);
  }
}

/**
 * An encrypted key is bound to this text. The text contains the key id, so that the encrypted bytes
 * cannot be used in a different row.
 */
const bound = (keyId: string): string => `customer key ${keyId}`;
const boundNames = 'key of customer names';

/** Encrypts a person's key for storage. */
export const wrapPersonKey = (wrapping: Uint8Array, { keyId, secret }: PersonKey): Buffer =>
  encrypt(wrapping, secret, bound(keyId));

/** Decrypts a stored key. Throws `PersonKeyUnreadable`. */
export const unwrapPersonKey = (
  wrapping: Uint8Array,
  { keyId, wrapped }: { readonly keyId: string; readonly wrapped: Uint8Array },
): PersonKey => {
  const secret = decrypt(wrapping, wrapped, bound(keyId));
  if (secret === undefined) throw new PersonKeyUnreadable(`The customer key ${keyId}`);
  return { keyId, secret };
};

/** Encrypts the HMAC key of references and e-mail addresses for storage. */
export const wrapNamesKey = (wrapping: Uint8Array, key: Uint8Array): Buffer =>
  encrypt(wrapping, key, boundNames);

/**
 * Decrypts the stored HMAC key of references and e-mail addresses. Throws `PersonKeyUnreadable`.
 */
export const unwrapNamesKey = (wrapping: Uint8Array, wrapped: Uint8Array): Uint8Array => {
  const key = decrypt(wrapping, wrapped, boundNames);
  if (key === undefined) throw new PersonKeyUnreadable('The key of customer names');
  return key;
};

/**
 * The secret LEDGER_SECRET_KEY, 32 bytes, under which all stored keys are encrypted. During a
 * rotation there are several secrets: the first one encrypts new keys, and each of them can decrypt
 * stored keys.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

/** The keys derived from one LEDGER_SECRET_KEY. */
export interface DerivedKeys {
  /** Encrypts the keys of people, and the HMAC key of references and e-mail addresses. */
  readonly wrapping: Uint8Array;
  /**
   * The HMAC key of references and e-mail addresses in older databases, which do not store this
   * key.
   */
  readonly names: Uint8Array;
}

export interface SecretKeys {
  /** The keys derived from the LEDGER_SECRET_KEY in use, which encrypt new keys. */
  readonly current: DerivedKeys;
  /**
   * The keys derived from every LEDGER_SECRET_KEY under which a stored key may have been encrypted.
   * The first element is `current`.
   */
  readonly all: readonly DerivedKeys[];
}

export const secretKeysOf = (ring: SecretKeyRing): SecretKeys => {
  const all = (ring instanceof Uint8Array ? [ring] : ring).map((key) => ({
    wrapping: deriveKey(key, 'wrap'),
    names: deriveKey(key, 'names'),
  }));
  const [current] = all;
  if (current === undefined) throw new TypeError('Customer keys need a LEDGER_SECRET_KEY');
  return { current, all };
};

/**
 * Calls `read` with each of the derived keys until one call succeeds. Returns the result together
 * with the keys that succeeded. If all calls fail, throws the error of `current`.
 */
export const withAny = <Result>(
  { all }: SecretKeys,
  read: (keys: DerivedKeys) => Result,
): { readonly keys: DerivedKeys; readonly result: Result } => {
  const failures: unknown[] = [];
  for (const keys of all) {
    try {
      return { keys, result: read(keys) };
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
};

import { deriveKey } from '../sealing/encryption.js';

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

import { deriveKey } from '../sealing/encryption.js';

/**
 * LEDGER_SECRET_KEY, 32 bytes. During a rotation there are several keys: the first one wraps new
 * keys, and each of them can unwrap stored keys.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

/** The keys derived from one LEDGER_SECRET_KEY. */
export interface DerivedKeys {
  /** Wraps the keys of people and the key that hashes their names. */
  readonly wrapping: Uint8Array;
  /** Hashes people's names in older databases, which have no stored key for hashing names. */
  readonly names: Uint8Array;
}

export interface SecretKeys {
  /** The keys derived from the LEDGER_SECRET_KEY in use, which wrap new keys. */
  readonly current: DerivedKeys;
  /**
   * The keys derived from every LEDGER_SECRET_KEY with which a stored key may have been wrapped.
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

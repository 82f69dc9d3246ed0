import { deriveKey } from '../sealing/encryption.js';

/**
 * The 32 bytes of LEDGER_SECRET_KEY. While it is rotated there are several: the first wraps, all
 * unwrap.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

/** The keys derived from one LEDGER_SECRET_KEY. */
export interface DerivedKeys {
  /** Wraps the keys of people and the key of their names. */
  readonly wrapping: Uint8Array;
  /** The key of names in a database that is older than stored keys of names. */
  readonly names: Uint8Array;
}

export interface SecretKeys {
  /** Wraps new keys. */
  readonly current: DerivedKeys;
  /** Each may have wrapped stored keys; `current` comes first. */
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
 * Returns the first keys for which `read` succeeds, with its result. Throws the error of `current`
 * if it fails for all.
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

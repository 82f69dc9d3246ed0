import { deriveKey } from '../sealing/derive-key.js';

/**
 * The 32 bytes of LEDGER_SECRET_KEY; while it is changed there are several: the first wraps, and all unwrap.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

/** What this package derives from one LEDGER_SECRET_KEY. */
export interface DerivedKeys {
  /** Wraps the keys of people, and the key of their names. */
  readonly wrapping: Uint8Array;
  /** The key of names, where there were keys of people before it was stored. */
  readonly names: Uint8Array;
}

export interface SecretKeys {
  /** Makes what is new. */
  readonly current: DerivedKeys;
  /** Each may have made what is stored; `current` first. */
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

/** The first of the keys that `read` does not throw for, and what it gave; throws what it threw for `current`. */
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

import type { Scope } from '../caller.js';

/** Values of parameters by their names, such as `permission`. */
export type KeyParameters = Readonly<Record<string, string>>;

/** A parameter that the maker of a key gives, such as a permission or a password. */
export interface KeyParameter {
  readonly name: string;
  readonly accepts: (text: string) => boolean;
  /** The rule in words, as they follow "must be". */
  readonly mustBe: string;
  readonly description: string;
  /** The allowed values, if there are only a few. */
  readonly words?: readonly string[];
  /** True for a password: it is never shown, and not taken from a command line. */
  readonly isSecret?: true;
}

/** A new key, before it is stored. */
export interface NewKey {
  /** The text that requests send. Only its hash is stored. */
  readonly token: string;
  /**
   * A secret that is needed in clear, to verify signatures or to be shown at a log-in. It is stored
   * encrypted.
   */
  readonly secret?: string;
  /** The name and the password of a log-in. Only a hash of the password is stored. */
  readonly login?: { readonly name: string; readonly password: string };
  /** Shown in lists of keys; contains no secrets. */
  readonly details: KeyParameters;
  /** Shown once, in the answer to the maker of the key. */
  readonly shown: Readonly<Record<string, string>>;
}

/** A kind of keys, each for one contract. A new kind is added to the list `keyKinds`. */
export interface KeyKind {
  readonly name: string;
  readonly parameters: readonly KeyParameter[];
  readonly make: (parameters: KeyParameters) => NewKey;
  /** The scopes that a key may have of those of its client; without this function, all. */
  readonly scopesOf?: (details: KeyParameters) => readonly Scope[];
}

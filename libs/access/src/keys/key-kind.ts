import type { Scope } from '../caller.js';

/** The values of a kind's parameters. */
export type KeyParameters = Readonly<Record<string, string>>;

/** The description of a key by its maker. */
export interface KeyParameter {
  readonly name: string;
  readonly accepts: (text: string) => boolean;
  /** The rule after "must be". */
  readonly mustBe: string;
  readonly description: string;
  /** All values, where they are few. */
  readonly words?: readonly string[];
  /** Passwords: never shown, and not taken from a command line. */
  readonly isSecret?: true;
}

/** A new key, before it is stored. */
export interface NewKey {
  /** Sent by requests. Stored as its hash. */
  readonly token: string;
  /** Verifies signatures, so it is needed in clear. Stored encrypted. */
  readonly secret?: string;
  /** Opens a session. The password is stored as its hash. */
  readonly login?: { readonly name: string; readonly password: string };
  /** Said in lists of keys; no secrets. */
  readonly details: KeyParameters;
  /** The answer to the maker of the key, once. */
  readonly shown: Readonly<Record<string, string>>;
}

/** A kind of keys for a contract. A new kind is an entry of `keyKinds`. */
export interface KeyKind {
  readonly name: string;
  readonly parameters: readonly KeyParameter[];
  readonly make: (parameters: KeyParameters) => NewKey;
  /** The scopes of the client that its key has; without it, all. */
  readonly scopesOf?: (details: KeyParameters) => readonly Scope[];
}

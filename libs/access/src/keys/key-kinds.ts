import { randomBytes } from 'node:crypto';
import { type Scope, scopes } from '../caller.js';

/** The values of a key's parameters by parameter name, such as `permission`. */
export type KeyParameters = Readonly<Record<string, string>>;

/** A parameter that is given when a key is created, such as a permission or a password. */
export interface KeyParameter {
  readonly name: string;
  readonly accepts: (text: string) => boolean;
  /** The rule for the value. An error message puts this text after the words "must be". */
  readonly mustBe: string;
  readonly description: string;
  /** The allowed values, if there are only a few. */
  readonly words?: readonly string[];
  /**
   * True for a password. A password is never shown, and is not accepted on a command line, because
   * other users of the machine can see command lines.
   */
  readonly isSecret?: true;
}

/** A new key, before it is stored. */
export interface NewKey {
  /** The text with which a request identifies the key. Only the hash of the token is stored. */
  readonly token: string;
  /**
   * A secret that has to be readable again later, to verify signatures or to be returned after a
   * log-in. The secret is stored encrypted.
   */
  readonly secret?: string;
  /** The name and the password of a log-in. Only a hash of the password is stored. */
  readonly login?: { readonly name: string; readonly password: string };
  /** Shown in lists of keys; contains no secrets. */
  readonly details: KeyParameters;
  /** The parts of the key that are shown only once: in the response that reports the new key. */
  readonly shown: Readonly<Record<string, string>>;
}

/**
 * A kind of key, for one API other than `/v1`. A new kind has to be added to the list `keyKinds`.
 */
export interface KeyKind {
  readonly name: string;
  readonly parameters: readonly KeyParameter[];
  readonly make: (parameters: KeyParameters) => NewKey;
  /**
   * Returns the scopes that a key with these details may use. Of these scopes, the key gets only
   * those that its client has. Without this function, a key may use all scopes of its client.
   */
  readonly scopesOf?: (details: KeyParameters) => readonly Scope[];
}

/** A token of 160 random bits, as 40 hexadecimal digits. */
const makeToken = (): string => randomBytes(20).toString('hex');

const password: KeyParameter = {
  name: 'password',
  accepts: (text) => text.length >= 8 && text.length <= 256,
  mustBe: 'a string of 8 to 256 characters',
  description: 'The password of the log-in; stored as a hash',
  isSecret: true,
};

const permissions = ['read', 'write', 'read_write'] as const;

const readingScopes: readonly Scope[] = ['orders:read', 'settlements:read'];

/** Keys never get the scopes `admin` and `audit:read`. */
const keyScopes = scopes.filter((scope) => scope !== 'admin' && scope !== 'audit:read');

const scopesOfPermission = (permission: string | undefined): readonly Scope[] => {
  if (permission === 'read') return readingScopes;
  if (permission === 'write') return keyScopes.filter((scope) => !readingScopes.includes(scope));
  return keyScopes;
};

/** A consumer key and a consumer secret, in the form of WooCommerce's REST API. */
const woocommerce: KeyKind = {
  name: 'woocommerce',
  parameters: [
    {
      name: 'permission',
      accepts: (text) => (permissions as readonly string[]).includes(text),
      mustBe: `one of ${permissions.join(', ')}`,
      description: 'What a `woocommerce` key may do',
      words: permissions,
    },
  ],
  make: ({ permission = '' }) => {
    const [token, secret] = [`ck_${makeToken()}`, `cs_${makeToken()}`];
    const shown = { consumerKey: token, consumerSecret: secret };
    return { token, secret, details: { permission }, shown };
  },
  scopesOf: ({ permission }) => scopesOfPermission(permission),
};

const emailCharactersMax = 254;

/** An API token for Medusa's admin API, and an e-mail address with a password for its log-in. */
const medusa: KeyKind = {
  name: 'medusa',
  parameters: [
    {
      name: 'email',
      accepts: (text) => text.length <= emailCharactersMax && /^[^\s@]+@[^\s@]+$/.test(text),
      mustBe: `an e-mail address of at most ${emailCharactersMax} characters`,
      description: 'The log-in of a `medusa` key, in lower case',
    },
    password,
  ],
  make: ({ email = '', password: secret = '' }) => {
    const [token, name] = [makeToken(), email.toLowerCase()];
    const login = { name, password: secret };
    return { token, login, details: { email: name }, shown: { apiToken: token } };
  },
  scopesOf: () => keyScopes,
};

/** A token for Akinon's channel API, and a user name with a password for its log-in. */
const akinon: KeyKind = {
  name: 'akinon',
  parameters: [
    {
      name: 'username',
      accepts: (text) => /^[\w.@+-]{1,150}$/.test(text),
      mustBe: '1 to 150 letters, digits and @ . + - _',
      description: 'The log-in of an `akinon` key',
    },
    password,
  ],
  make: ({ username = '', password: secret = '' }) => {
    const token = makeToken();
    const login = { name: username, password: secret };
    // A successful log-in returns the token itself. So the token is stored encrypted as well as
    // hashed.
    return { token, secret: token, login, details: { username }, shown: { token } };
  },
  scopesOf: () => keyScopes,
};

export const keyKinds: readonly KeyKind[] = [woocommerce, medusa, akinon];

export const keyKindOf = (name: string): KeyKind | undefined =>
  keyKinds.find((kind) => kind.name === name);

/** The parameters of all kinds of keys. A parameter that several kinds have is listed once. */
export const keyParameters: readonly KeyParameter[] = [
  ...new Map(
    keyKinds.flatMap(({ parameters }) => parameters.map((one) => [one.name, one] as const)),
  ).values(),
];

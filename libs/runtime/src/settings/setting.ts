import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';

/** A setting: the environment variable, its meaning, and the function that reads its text. */
export interface Setting<Value> {
  readonly variable: string;
  /** The default value, or a description of it, as the documentation shows it. */
  readonly fallback: string;
  readonly meaning: string;
  /** The allowed values in words, for the message about a wrong value. */
  readonly allowed: string;
  /** True for a secret: its text never appears in a message. */
  readonly secret: boolean;
  /**
   * Reads the text of the variable; `undefined` means that the variable is not set. Returns `wrong`
   * for a text that is not allowed.
   */
  readonly read: (text: string | undefined) => Value | typeof wrong;
}

/** The result of `read` for a text that is not allowed. */
export const wrong = Symbol('wrong');

type Description = Omit<Setting<unknown>, 'read' | 'secret'> & { readonly secret?: boolean };
type Reader<Value> = (text: string) => Value | typeof wrong;

/** A setting without a default: its value is `undefined` if the variable is not set. */
export const optional = <Value>(
  description: Description,
  reader: Reader<Value>,
): Setting<Value | undefined> => ({
  secret: false,
  ...description,
  read: (text) => (text === undefined ? undefined : reader(text)),
});

/**
 * A setting with a default. The default is a text too, which is read in the same way as the text of
 * the variable.
 */
export const withDefault = <Value>(
  description: Description,
  reader: Reader<Value>,
): Setting<Value> => ({
  secret: false,
  ...description,
  read: (text) => reader(text ?? description.fallback),
});

const namedRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

export const text: Reader<string> = (value) => value;

export const oneOf =
  <Choice extends string>(...choices: readonly Choice[]): Reader<Choice> =>
  (value) =>
    choices.find((choice) => choice === value) ?? wrong;

export const flag: Reader<boolean> = (value) =>
  value === 'true' || value === 'false' ? value === 'true' : wrong;

export const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= most ? number : wrong;
  };

export const port = wholeNumber(0, 65_535);

export const matching =
  (pattern: RegExp): Reader<string> =>
  (value) =>
    pattern.test(value) ? value : wrong;

export const urlOf =
  (...protocols: readonly string[]): Reader<string> =>
  (value) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : wrong;

/**
 * Checks only the beginning of the event store's connection string: it may have several hosts,
 * which `URL` cannot read. The client library checks the rest.
 */
export const eventStoreUrl = matching(/^esdb(\+discover)?:\/\/[^\s/?]+/);

/**
 * Reads a comma-separated list of addresses, ranges such as 10.0.0.0/8, and names of ranges such as
 * `loopback`.
 */
export const proxies: Reader<readonly string[]> = (value) => {
  const entries = value.split(',').map((entry) => entry.trim());
  const isProxy = (entry: string): boolean =>
    namedRanges.has(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
  return entries.every(isProxy) ? entries : wrong;
};

const listMax = 100;

/** The entries of a comma-separated list; `none` is an empty list. */
const entriesOf = (value: string): readonly string[] =>
  value === 'none' ? [] : value.split(',').map((entry) => entry.trim());

/** Reads one or more of these words, separated by commas, each at most once. */
export const wordsOf =
  <Word extends string>(words: readonly Word[]): Reader<readonly Word[]> =>
  (value) => {
    const entries = entriesOf(value);
    const known = words.filter((word) => entries.includes(word));
    return known.length === entries.length && known.length > 0 ? known : wrong;
  };

/**
 * Reads a comma-separated list of origins in the form in which browsers send them, such as
 * `https://shop.example:8443`.
 */
export const originList: Reader<readonly string[]> = (value) => {
  const entries = entriesOf(value);
  const isOrigin = (entry: string): boolean =>
    URL.canParse(entry) && new URL(entry).origin === entry && /^https?:/.test(entry);
  return entries.length <= listMax && entries.every(isOrigin) ? entries : wrong;
};

const hostPattern = /^([a-z0-9.-]{1,253}(?::\d{1,5})?)=([A-Za-z0-9._-]{1,64})$/;

/**
 * Reads a comma-separated list that gives the store of each host, such as `shop.example=demo-se`.
 */
export const shopHosts: Reader<ReadonlyMap<string, string>> = (value) => {
  const entries = entriesOf(value);
  const hosts = new Map<string, string>();
  for (const entry of entries) {
    const [, host, store] = hostPattern.exec(entry) ?? [];
    if (host === undefined || store === undefined) return wrong;
    hosts.set(host, store);
  }
  return hosts.size === entries.length && hosts.size <= listMax ? hosts : wrong;
};

export const key32: Reader<Buffer> = (value) => {
  const key = Buffer.from(value, 'base64');
  return key.length === 32 && /^[A-Za-z0-9+/_-]{43}=?$/.test(value) ? key : wrong;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The name of the variable with the path of a secret's file. */
export const fileVariable = ({ variable }: Pick<Setting<unknown>, 'variable'>): string =>
  `${variable}_FILE`;

/**
 * Returns the text of a setting, from its variable or from the file that its `_FILE` variable
 * names. Returns an object with the reason if the text cannot be read.
 */
export const textOf = (
  setting: Pick<Setting<unknown>, 'variable' | 'secret'>,
  environment: Environment,
): string | undefined | { readonly complaint: string } => {
  const text = environment[setting.variable] || undefined;
  const file = setting.secret ? environment[fileVariable(setting)] || undefined : undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    return {
      complaint: `${fileVariable(setting)}: found beside ${setting.variable}; allowed is one of them`,
    };
  }
  return contentOf(file, fileVariable(setting));
};

/** The content of the file, without the line feed that editors and `echo` put at the end. */
const contentOf = (file: string, variable: string): string | { readonly complaint: string } => {
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (content !== '') return content;
    return { complaint: `${variable}: found ${JSON.stringify(file)}, which is empty` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = `cannot be read (${code ?? 'unknown'})`;
    return { complaint: `${variable}: found ${JSON.stringify(file)}, which ${reason}` };
  }
};

/** A store of the bootstrap client. The store is created or updated when the ledger starts. */
export interface BootstrapStore {
  readonly storeId: string;
  readonly salesSegment: 'B2C' | 'B2B';
  /** The ISO 4217 code. */
  readonly currency: string;
}

const bootstrapStoresMax = 100;
const storePattern = /^([A-Za-z0-9._-]{1,64}):(B2C|B2B):([A-Z]{3})$/;

const readStore = (value: string): BootstrapStore | undefined => {
  const [, storeId, salesSegment, currency] = storePattern.exec(value.trim()) ?? [];
  if (storeId === undefined || currency === undefined) return undefined;
  return { storeId, salesSegment: salesSegment === 'B2B' ? 'B2B' : 'B2C', currency };
};

/**
 * Reads stores as `id:segment:currency`, separated by commas (operations.md, "Settings"). The
 * reader does not check that the currency exists.
 */
export const bootstrapStores = (value: string): readonly BootstrapStore[] | typeof wrong => {
  const stores = value.split(',').map(readStore);
  const known = stores.filter((store) => store !== undefined);
  const distinct = new Set(known.map(({ storeId }) => storeId)).size;
  return distinct === stores.length && distinct <= bootstrapStoresMax ? known : wrong;
};

import { createHmac, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { canonicalJson } from '#ledger';
import type { Customer } from '../sealing/sealed-customers.js';
import {
  PersonKeyUnreadable,
  unwrapNamesKey,
  unwrapPersonKey,
  wrapNamesKey,
} from '../sealing/person-key.js';
import { type DerivedKeys, type SecretKeys, withAny } from './secret-keys.js';

/** A name of a person within a store. */
type Name = readonly ['reference' | 'email' | 'order', string];

export interface Person {
  readonly storeId: string;
  readonly orderId: string;
  readonly customer: Pick<Customer, 'reference' | 'email'>;
}

/** The address in lower case: providers do not distinguish addresses by case. */
const emailName = (email: string): Name => ['email', email.normalize('NFC').toLowerCase()];
const referenceName = (reference: string): Name => ['reference', reference.normalize('NFC')];

/**
 * Identifies people by HMACs of their names. Without the key, which is derived from
 * LEDGER_SECRET_KEY, addresses cannot be tried against them.
 */
export class PersonNames {
  constructor(private readonly key: Uint8Array) {}

  /**
   * Selects the key of an order's customer: by reference, else by e-mail address, else by the
   * order.
   */
  identity({ storeId, orderId, customer: { reference, email } }: Person): Buffer {
    if (reference !== undefined) return this.#hashed(storeId, referenceName(reference));
    if (email !== undefined) return this.#hashed(storeId, emailName(email));
    return this.ofOrder(storeId, orderId);
  }

  /** The address by which a person with a reference is found as well. */
  furtherEmail({ storeId, customer: { reference, email } }: Person): Buffer | null {
    if (reference === undefined || email === undefined) return null;
    return this.ofEmail(storeId, email);
  }

  ofReference(storeId: string, reference: string): Buffer {
    return this.#hashed(storeId, referenceName(reference));
  }

  ofEmail(storeId: string, email: string): Buffer {
    return this.#hashed(storeId, emailName(email));
  }

  ofOrder(storeId: string, orderId: string): Buffer {
    return this.#hashed(storeId, ['order', orderId]);
  }

  #hashed(storeId: string, name: Name): Buffer {
    return createHmac('sha256', this.key)
      .update(canonicalJson([storeId, ...name]))
      .digest();
  }
}

/** The names of people, with the wrapped key that hashes them. */
export interface StoredNames {
  readonly names: PersonNames;
  readonly wrapped: Buffer;
}

type Queryable = Pick<ClientBase, 'query'>;

const readSql = 'SELECT wrapped FROM personal_data.names_key';

const makeSql = `
  INSERT INTO personal_data.names_key (wrapped) VALUES ($1) ON CONFLICT DO NOTHING`;

/** The latest key: if the setting was changed, older ones may have been wrapped before. */
const latestSql = `
  SELECT key_id AS "keyId", wrapped FROM personal_data.customer_keys
  ORDER BY created_at DESC LIMIT 1`;

/** A process that makes a key at the same time waits, and then finds another names' key. */
const discardSql = `
  BEGIN;
  LOCK TABLE personal_data.customer_keys IN EXCLUSIVE MODE;
  DELETE FROM personal_data.names_key WHERE NOT EXISTS (SELECT FROM personal_data.customer_keys);
  COMMIT`;

const namesKeyBytes = 32;

/**
 * Like `storedNames`, but LEDGER_SECRET_KEY may have changed as long as there is no key of a
 * person. Then the names' key is made again. Not within a transaction.
 */
export const storedNamesAtStart = async (
  client: Queryable,
  keys: SecretKeys,
): Promise<StoredNames> => {
  try {
    return await storedNames(client, keys);
  } catch (error) {
    if (!(error instanceof PersonKeyUnreadable)) throw error;
    await client.query(discardSql);
    return storedNames(client, keys);
  }
};

/**
 * Returns the key that encrypts the names of persons, which the first process creates. Throws
 * `PersonKeyUnreadable` if it, or the latest key of a person, was wrapped with another
 * LEDGER_SECRET_KEY.
 */
export const storedNames = async (client: Queryable, keys: SecretKeys): Promise<StoredNames> => {
  const used = await keysOfPeople(client, keys);
  const found = await readNames(client, keys);
  if (found !== undefined) return found;
  // Keys older than this table have names hashed with a key of LEDGER_SECRET_KEY itself.
  const key = used?.names ?? randomBytes(namesKeyBytes);
  await client.query(makeSql, [wrapNamesKey(keys.current.wrapping, key)]);
  const made = await readNames(client, keys);
  if (made === undefined) throw new Error('The key of customer names was deleted as it was made');
  return made;
};

/**
 * Returns whether there are keys of which neither the names' key nor the latest key of a person can
 * be unwrapped.
 */
export const isForeign = async (client: Queryable, keys: SecretKeys): Promise<boolean> => {
  const found = [
    await canUnwrap(() => readNames(client, keys)),
    await canUnwrap(() => keysOfPeople(client, keys)),
  ];
  return found.includes(false) && !found.includes(true);
};

/** `undefined` if there is none. */
const canUnwrap = async (read: () => Promise<object | undefined>): Promise<boolean | undefined> => {
  try {
    return (await read()) === undefined ? undefined : true;
  } catch (error) {
    if (error instanceof PersonKeyUnreadable) return false;
    throw error;
  }
};

/**
 * The derived keys that wrapped the latest key of a person; `undefined` if there is no such key.
 */
const keysOfPeople = async (
  client: Queryable,
  secretKeys: SecretKeys,
): Promise<DerivedKeys | undefined> => {
  const { rows } = await client.query<{ keyId: string; wrapped: Buffer }>(latestSql);
  const [latest] = rows;
  if (latest === undefined) return undefined;
  return withAny(secretKeys, ({ wrapping }) => unwrapPersonKey(wrapping, latest)).keys;
};

const readNames = async (
  client: Queryable,
  secretKeys: SecretKeys,
): Promise<StoredNames | undefined> => {
  const { rows } = await client.query<{ wrapped: Buffer }>(readSql);
  if (rows[0] === undefined) return undefined;
  const { wrapped } = rows[0];
  const { result } = withAny(secretKeys, ({ wrapping }) => unwrapNamesKey(wrapping, wrapped));
  return { names: new PersonNames(result), wrapped };
};

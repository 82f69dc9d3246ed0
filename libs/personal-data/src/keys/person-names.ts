import { createHmac, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { canonicalJson } from '#ledger';
import type { Customer } from '../sealing/sealed-customers.js';
import {
  PersonKeyUnreadable,
  unwrapNamesKey,
  unwrapPersonKey,
  wrapNamesKey,
  type DerivedKeys,
  type SecretKeys,
  withAny,
} from './wrapped-keys.js';

/** One of the ways to find a person: the kind, and the reference, e-mail address or order id. */
type Name = readonly ['reference' | 'email' | 'order', string];

export interface Person {
  readonly storeId: string;
  readonly orderId: string;
  readonly customer: Pick<Customer, 'reference' | 'email'>;
}

/**
 * E-mail addresses are compared in lower case, because mail providers do not distinguish them by
 * case.
 */
const emailName = (email: string): Name => ['email', email.normalize('NFC').toLowerCase()];
const referenceName = (reference: string): Name => ['reference', reference.normalize('NFC')];

/**
 * Makes HMACs of the references and e-mail addresses by which people are found. Without the HMAC
 * key nobody can test whether an address belongs to a person of the ledger.
 */
export class PersonNames {
  constructor(private readonly key: Uint8Array) {}

  /**
   * The HMAC that identifies the customer of an order. The HMAC is made from the reference, or
   * without a reference from the e-mail address, or without both from the order id.
   */
  identity({ storeId, orderId, customer: { reference, email } }: Person): Buffer {
    if (reference !== undefined) return this.#hashed(storeId, referenceName(reference));
    if (email !== undefined) return this.#hashed(storeId, emailName(email));
    return this.ofOrder(storeId, orderId);
  }

  /**
   * The HMAC of the e-mail address of a customer who has a reference as well; null for any other
   * customer.
   */
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

/**
 * The key with which references and e-mail addresses are hashed: `names` hashes with it, `wrapped`
 * is the key encrypted, as the database stores it.
 */
export interface StoredNames {
  readonly names: PersonNames;
  readonly wrapped: Buffer;
}

type Queryable = Pick<ClientBase, 'query'>;

const readSql = 'SELECT wrapped FROM personal_data.names_key';

const makeSql = `
  INSERT INTO personal_data.names_key (wrapped) VALUES ($1) ON CONFLICT DO NOTHING`;

/**
 * Selects the key of a person that was created last. Keys created earlier may have been encrypted
 * under a former LEDGER_SECRET_KEY.
 */
const latestSql = `
  SELECT key_id AS "keyId", wrapped FROM personal_data.customer_keys
  ORDER BY created_at DESC LIMIT 1`;

/**
 * Deletes the HMAC key of references and e-mail addresses, if no person has a key. Processes that
 * are just creating a person's key wait for the lock. Afterwards they find that the HMAC key has
 * changed, and try again.
 */
const discardSql = `
  BEGIN;
  LOCK TABLE personal_data.customer_keys IN EXCLUSIVE MODE;
  DELETE FROM personal_data.names_key WHERE NOT EXISTS (SELECT FROM personal_data.customer_keys);
  COMMIT`;

const namesKeyBytes = 32;

/**
 * Does the same as `storedNames`, with one exception. If the HMAC key cannot be decrypted and no
 * person has a key yet, the HMAC key is replaced. So LEDGER_SECRET_KEY may still be changed before
 * the first person gets a key. Must not run in a transaction.
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
 * Reads the HMAC key of references and e-mail addresses. A missing key is created. Throws
 * `PersonKeyUnreadable` if this key, or the newest key of a person, was encrypted under a different
 * LEDGER_SECRET_KEY.
 */
export const storedNames = async (client: Queryable, keys: SecretKeys): Promise<StoredNames> => {
  const used = await keysOfPeople(client, keys);
  const found = await readNames(client, keys);
  if (found !== undefined) return found;
  // Older databases do not store the HMAC key, because it was derived from LEDGER_SECRET_KEY. The
  // derived key is stored now, so that the people in such a database are still found.
  const key = used?.names ?? randomBytes(namesKeyBytes);
  await client.query(makeSql, [wrapNamesKey(keys.current.wrapping, key)]);
  const made = await readNames(client, keys);
  if (made === undefined) throw new Error('The key of customer names was deleted as it was made');
  return made;
};

/**
 * True if LEDGER_SECRET_KEY is the wrong one: keys are stored, but neither the HMAC key of
 * references and e-mail addresses nor the newest key of a person can be decrypted.
 */
export const isForeign = async (client: Queryable, keys: SecretKeys): Promise<boolean> => {
  const found = [
    await canUnwrap(() => readNames(client, keys)),
    await canUnwrap(() => keysOfPeople(client, keys)),
  ];
  return found.includes(false) && !found.includes(true);
};

/**
 * True if `read` can decrypt the stored key, false if it cannot; `undefined` if no such key is
 * stored.
 */
const canUnwrap = async (read: () => Promise<object | undefined>): Promise<boolean | undefined> => {
  try {
    return (await read()) === undefined ? undefined : true;
  } catch (error) {
    if (error instanceof PersonKeyUnreadable) return false;
    throw error;
  }
};

/**
 * The keys of `secretKeys` that can decrypt the newest key of a person; `undefined` if no person
 * has a key.
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

import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import {
  PersonKeyUnreadable,
  unwrapNamesKey,
  unwrapPersonKey,
  wrapNamesKey,
} from '../sealing/wrap-person-key.js';
import { PersonNames } from './person-names.js';
import { withAny } from './secret-keys.js';
import type { DerivedKeys, SecretKeys } from './secret-keys.js';

/** The names of people, and how the key that they are hashed with is stored. */
export interface StoredNames {
  readonly names: PersonNames;
  readonly wrapped: Buffer;
}

type Queryable = Pick<ClientBase, 'query'>;

const readSql = 'SELECT wrapped FROM personal_data.names_key';

const makeSql = `
  INSERT INTO personal_data.names_key (wrapped) VALUES ($1) ON CONFLICT DO NOTHING`;

/** The latest: should the setting have changed, the oldest may be of before. */
const latestSql = `
  SELECT key_id AS "keyId", wrapped FROM personal_data.customer_keys
  ORDER BY created_at DESC LIMIT 1`;

/** Whoever makes a key meanwhile waits, and then finds that the names' key is another. */
const discardSql = `
  BEGIN;
  LOCK TABLE personal_data.customer_keys IN EXCLUSIVE MODE;
  DELETE FROM personal_data.names_key WHERE NOT EXISTS (SELECT FROM personal_data.customer_keys);
  COMMIT`;

const namesKeyBytes = 32;

/**
 * As `storedNames`, but LEDGER_SECRET_KEY may be another as long as there is no key of a person: then the names' key is
 * made anew, as nobody was named under it. Not within a transaction.
 */
export const namesAtStart = async (client: Queryable, keys: SecretKeys): Promise<StoredNames> => {
  try {
    return await storedNames(client, keys);
  } catch (error) {
    if (!(error instanceof PersonKeyUnreadable)) throw error;
    await client.query(discardSql);
    return storedNames(client, keys);
  }
};

/**
 * The names' key, made if there is none, by whichever process comes first. Throws `PersonKeyUnreadable` if it, or the
 * latest key of a person, was wrapped with another LEDGER_SECRET_KEY.
 */
export const storedNames = async (client: Queryable, keys: SecretKeys): Promise<StoredNames> => {
  const used = await keysOfPeople(client, keys);
  const found = await readNames(client, keys);
  if (found !== undefined) return found;
  // Keys that are older than this table were found by names under a key of LEDGER_SECRET_KEY itself.
  const key = used?.names ?? randomBytes(namesKeyBytes);
  await client.query(makeSql, [wrapNamesKey(keys.current.wrapping, key)]);
  const made = await readNames(client, keys);
  if (made === undefined) throw new Error('The key of customer names was deleted as it was made');
  return made;
};

/** Whether there are keys, and neither the names' key nor the latest of a person can be unwrapped. Nothing is made. */
export const isForeign = async (client: Queryable, keys: SecretKeys): Promise<boolean> => {
  const found = [
    await unwraps(() => readNames(client, keys)),
    await unwraps(() => keysOfPeople(client, keys)),
  ];
  return found.includes(false) && !found.includes(true);
};

/** `undefined` if there is none. */
const unwraps = async (read: () => Promise<object | undefined>): Promise<boolean | undefined> => {
  try {
    return (await read()) === undefined ? undefined : true;
  } catch (error) {
    if (error instanceof PersonKeyUnreadable) return false;
    throw error;
  }
};

/** Those that the latest key of a person was wrapped with; none if there is no such key. */
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

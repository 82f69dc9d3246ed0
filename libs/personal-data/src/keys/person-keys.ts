import type { ClientBase, Pool } from 'pg';
import {
  makePersonKey,
  type PersonKey,
  unwrapPersonKey,
  wrapPersonKey,
} from '../sealing/person-key.js';
import {
  type Person,
  type PersonNames,
  isForeign,
  storedNamesAtStart,
  storedNames,
  type StoredNames,
} from './person-names.js';
import { secretKeysOf, withAny, type SecretKeyRing, type SecretKeys } from './secret-keys.js';
type Queryable = Pick<Pool, 'query'>;

interface KeyRecord {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/** A person's key from the table. */
export interface FoundKey extends PersonKey {
  /** True if the person is found by each name of the order; if not, `make` adds it. */
  readonly isNamed: boolean;
}

const findSql = `
  SELECT key_id, wrapped, $2::bytea IS NULL OR EXISTS (
    SELECT FROM personal_data.customer_emails e
    WHERE e.email = $2::bytea AND e.key_id = k.key_id) AS is_named
  FROM personal_data.customer_keys k WHERE identity = $1`;

/**
 * Makes one statement durable even if synchronous commit is off for the whole database. The other
 * tables can mostly be made again from the log, but losing a key in a crash erases a customer.
 */
const durably = `(
  SELECT set_config('synchronous_commit', CASE setting WHEN 'off' THEN 'on' ELSE setting END, true)
  FROM current_setting('synchronous_commit') AS setting) AS durably`;

/**
 * Reads a person's key for use and stores the e-mail address that it is found by from now on. The
 * row is locked, so that an erasure comes entirely before or after.
 */
const takeSql = `
  WITH found AS (
    SELECT key_id, wrapped FROM personal_data.customer_keys WHERE identity = $1 FOR KEY SHARE),
  named AS (
    INSERT INTO personal_data.customer_emails (email, key_id)
    SELECT $2::bytea, key_id FROM found, ${durably} WHERE $2::bytea IS NOT NULL
    ON CONFLICT DO NOTHING)
  SELECT key_id, wrapped FROM found`;

/**
 * Inserts nothing if the keys were rewrapped since this process read the names' key: it then has
 * the former LEDGER_SECRET_KEY.
 */
const makeSql = `
  INSERT INTO personal_data.customer_keys (key_id, store_id, identity, wrapped)
  SELECT $1, $2, $3, $4 FROM personal_data.names_key n, ${durably} WHERE n.wrapped = $5
  ON CONFLICT (identity) DO NOTHING`;

const readSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys WHERE key_id = ANY ($1::uuid[])`;

/**
 * An erasure may destroy a key between its insertion and its reading, but hardly several times in a
 * row.
 */
const attemptsMax = 5;

/**
 * The keys of customers, in a table of PostgreSQL. They are read for each use and never cached, so
 * that a destroyed key is gone everywhere at once (docs/decisions/0021). Methods throw
 * `PersonKeyUnreadable` and the errors of `pg`.
 */
export class PersonKeys {
  readonly #secretKeys: SecretKeys;
  #stored: StoredNames | undefined;

  constructor(secretKey: SecretKeyRing) {
    this.#secretKeys = secretKeysOf(secretKey);
  }

  /** Returns the person's key, if there is one. Changes nothing. */
  async find(pool: Queryable, person: Person): Promise<FoundKey | undefined> {
    const { names } = await this.#storedNames(pool);
    const { rows } = await pool.query<KeyRecord & { readonly is_named: boolean }>({
      name: 'find-person-key',
      text: findSql,
      values: [names.identity(person), names.furtherEmail(person)],
    });
    return rows[0] && { ...this.#unwrapped(rows[0]), isNamed: rows[0].is_named };
  }

  /**
   * Returns the person's key, created once even if several processes need it. From then on the
   * person is found by the names of the order. All of it is durable.
   */
  async make(pool: Queryable, person: Person): Promise<PersonKey> {
    for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
      const stored = await this.#storedNames(pool);
      await this.#insert(pool, person, stored);
      const kept = await this.#take(pool, person, stored);
      if (kept !== undefined) return kept;
      this.#stored = undefined;
    }
    throw new Error('A customer key was destroyed as often as it was made');
  }

  /** Returns those of the keys that exist. */
  async read(client: ClientBase, keyIds: readonly string[]): Promise<Map<string, PersonKey>> {
    const { rows } = await client.query<KeyRecord>({
      name: 'read-person-keys',
      text: readSql,
      values: [keyIds],
    });
    return new Map(rows.map((record) => [record.key_id, this.#unwrapped(record)]));
  }

  /**
   * Called at the start of a process. Throws if the existing keys were made with another
   * LEDGER_SECRET_KEY. As long as no person has a key, any LEDGER_SECRET_KEY is accepted.
   */
  async begin(pool: Queryable): Promise<void> {
    this.#stored = await storedNamesAtStart(pool, this.#secretKeys);
  }

  /**
   * Returns whether the existing keys were made with another LEDGER_SECRET_KEY, so that none of
   * those tried can be unwrapped. If some can, a key was changed, which fails where that key is
   * needed.
   */
  async isForeign(client: Queryable): Promise<boolean> {
    return isForeign(client, this.#secretKeys);
  }

  /**
   * Reads the names of people again: with another LEDGER_SECRET_KEY no person would be found and
   * erased.
   */
  async names(pool: Queryable): Promise<PersonNames> {
    this.#stored = await storedNames(pool, this.#secretKeys);
    return this.#stored.names;
  }

  async #storedNames(pool: Queryable): Promise<StoredNames> {
    return (this.#stored ??= await storedNames(pool, this.#secretKeys));
  }

  async #insert(pool: Queryable, person: Person, { names, wrapped }: StoredNames) {
    const made = makePersonKey();
    const { wrapping } = this.#secretKeys.current;
    await pool.query({
      name: 'make-person-key',
      text: makeSql,
      values: [
        made.keyId,
        person.storeId,
        names.identity(person),
        wrapPersonKey(wrapping, made),
        wrapped,
      ],
    });
  }

  async #take(
    pool: Queryable,
    person: Person,
    { names }: StoredNames,
  ): Promise<PersonKey | undefined> {
    const { rows } = await pool.query<KeyRecord>({
      name: 'take-person-key',
      text: takeSql,
      values: [names.identity(person), names.furtherEmail(person)],
    });
    return rows[0] && this.#unwrapped(rows[0]);
  }

  #unwrapped({ key_id: keyId, wrapped }: KeyRecord): PersonKey {
    return withAny(this.#secretKeys, ({ wrapping }) =>
      unwrapPersonKey(wrapping, { keyId, wrapped }),
    ).result;
  }
}

import type { ClientBase, Pool } from 'pg';
import {
  makePersonKey,
  type PersonKey,
  unwrapPersonKey,
  wrapPersonKey,
  secretKeysOf,
  withAny,
  type SecretKeyRing,
  type SecretKeys,
} from './wrapped-keys.js';
import {
  type Person,
  type PersonNames,
  isForeign,
  storedNamesAtStart,
  storedNames,
  type StoredNames,
} from './person-names.js';
type Queryable = Pick<Pool, 'query'>;

interface KeyRecord {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/** A person's key that exists in the table. */
export interface FoundKey extends PersonKey {
  /**
   * True if the key can also be found by the order's e-mail address, or the order has none. If
   * false, the address is not stored yet, and `make` stores it.
   */
  readonly isNamed: boolean;
}

const findSql = `
  SELECT key_id, wrapped, $2::bytea IS NULL OR EXISTS (
    SELECT FROM personal_data.customer_emails e
    WHERE e.email = $2::bytea AND e.key_id = k.key_id) AS is_named
  FROM personal_data.customer_keys k WHERE identity = $1`;

/**
 * Makes one statement durable even in a database with `synchronous_commit` off. Most other tables
 * can be made again from the log, but if a crash lost a key, the customer's data would be
 * unreadable forever.
 */
const durably = `(
  SELECT set_config('synchronous_commit', CASE setting WHEN 'off' THEN 'on' ELSE setting END, true)
  FROM current_setting('synchronous_commit') AS setting) AS durably`;

/**
 * Reads the key of a person. If the order also has an e-mail address, stores its HMAC, so that the
 * person can be found by the address too. The key's row is locked, so that an erasure at the same
 * time happens either completely before or completely after this statement.
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
 * Inserts a person's key, but only if the stored HMAC key is still the one that this process knows.
 * Otherwise LEDGER_SECRET_KEY was changed and this process has the old one, so nothing is inserted.
 */
const makeSql = `
  INSERT INTO personal_data.customer_keys (key_id, store_id, identity, wrapped)
  SELECT $1, $2, $3, $4 FROM personal_data.names_key n, ${durably} WHERE n.wrapped = $5
  ON CONFLICT (identity) DO NOTHING`;

const readSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys WHERE key_id = ANY ($1::uuid[])`;

/**
 * Largest number of attempts to make a key and read it. An erasure may destroy the new key in
 * between, but hardly several times in succession.
 */
const attemptsMax = 5;

/**
 * The keys of customers, in a PostgreSQL table. A key is read for each use and never cached, so
 * that a destroyed key is gone in all processes at once (docs/decisions/0021). Methods throw
 * `PersonKeyUnreadable` and the errors of `pg`.
 */
export class PersonKeys {
  readonly #secretKeys: SecretKeys;
  #stored: StoredNames | undefined;

  constructor(secretKey: SecretKeyRing) {
    this.#secretKeys = secretKeysOf(secretKey);
  }

  /** The person's key; `undefined` if there is none. Changes nothing. */
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
   * The person's key. A missing key is created, and only once even if several processes do this at
   * the same time. The e-mail address of the order is stored too (as an HMAC), so that the person
   * can be found by it. Everything is on disk when the promise resolves.
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

  /** Reads the keys with these ids. Destroyed keys are missing in the result. */
  async read(client: ClientBase, keyIds: readonly string[]): Promise<Map<string, PersonKey>> {
    const { rows } = await client.query<KeyRecord>({
      name: 'read-person-keys',
      text: readSql,
      values: [keyIds],
    });
    return new Map(rows.map((record) => [record.key_id, this.#unwrapped(record)]));
  }

  /**
   * To be called at the start of a process. Throws `PersonKeyUnreadable` if the stored keys were
   * encrypted under a different LEDGER_SECRET_KEY. As long as no person has a key, every
   * LEDGER_SECRET_KEY is accepted.
   */
  async begin(pool: Queryable): Promise<void> {
    this.#stored = await storedNamesAtStart(pool, this.#secretKeys);
  }

  /**
   * True if LEDGER_SECRET_KEY is the wrong one: keys are stored, and none of those tried can be
   * decrypted. If only some cannot be decrypted, the secret is right but these keys were changed.
   * The result is then false, and using these keys fails later.
   */
  async isForeign(client: Queryable): Promise<boolean> {
    return isForeign(client, this.#secretKeys);
  }

  /**
   * Reads the HMAC key of references and e-mail addresses from the database, not from memory. This
   * fails if LEDGER_SECRET_KEY was changed meanwhile. Otherwise an erasure with an outdated HMAC
   * key would find nobody and seem to be done.
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

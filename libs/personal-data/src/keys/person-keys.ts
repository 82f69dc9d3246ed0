import type { ClientBase, Pool } from 'pg';
import { makePersonKey } from '../sealing/person-key.js';
import type { PersonKey } from '../sealing/person-key.js';
import { unwrapPersonKey, wrapPersonKey } from '../sealing/wrap-person-key.js';
import type { Person, PersonNames } from './person-names.js';
import { secretKeysOf, withAny } from './secret-keys.js';
import type { SecretKeyRing, SecretKeys } from './secret-keys.js';
import { isForeign, namesAtStart, storedNames } from './stored-names.js';
import type { StoredNames } from './stored-names.js';

type Queryable = Pick<Pool, 'query'>;

interface KeyRecord {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/** A person's key as it was found. */
export interface FoundKey extends PersonKey {
  /** Whether the person is found by every name that the order gives; if not, `make` sees to it. */
  readonly isNamed: boolean;
}

const findSql = `
  SELECT key_id, wrapped, $2::bytea IS NULL OR EXISTS (
    SELECT FROM personal_data.customer_emails e
    WHERE e.email = $2::bytea AND e.key_id = k.key_id) AS is_named
  FROM personal_data.customer_keys k WHERE identity = $1`;

/**
 * For this one statement. Someone may have given up durability for the whole database, whose other tables are mostly made
 * from the log; but what is sealed under a key that a crash took away is erased.
 */
const durably = `(
  SELECT set_config('synchronous_commit', CASE setting WHEN 'off' THEN 'on' ELSE setting END, true)
  FROM current_setting('synchronous_commit') AS setting) AS durably`;

/**
 * Takes a person's key into use, and notes the e-mail address it is found by from now on. The row is locked meanwhile: an
 * erasure comes wholly before or wholly after.
 */
const takeSql = `
  WITH found AS (
    SELECT key_id, wrapped FROM personal_data.customer_keys WHERE identity = $1 FOR KEY SHARE),
  named AS (
    INSERT INTO personal_data.customer_emails (email, key_id)
    SELECT $2::bytea, key_id FROM found, ${durably} WHERE $2::bytea IS NOT NULL
    ON CONFLICT DO NOTHING)
  SELECT key_id, wrapped FROM found`;

/** Nothing if the keys were wrapped anew since this process read the names' key: it has the former LEDGER_SECRET_KEY. */
const makeSql = `
  INSERT INTO personal_data.customer_keys (key_id, store_id, identity, wrapped)
  SELECT $1, $2, $3, $4 FROM personal_data.names_key n, ${durably} WHERE n.wrapped = $5
  ON CONFLICT (identity) DO NOTHING`;

const readSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys WHERE key_id = ANY ($1::uuid[])`;

/** An erasure may destroy a key between its making and its reading, but hardly again and again. */
const attemptsMax = 5;

/**
 * The keys that customers are sealed under, in a table of PostgreSQL. They are read anew for each use and kept nowhere
 * else, so that a key that was destroyed is gone everywhere at once (docs/decisions/0021). Methods throw
 * `PersonKeyUnreadable`, and what `pg` throws.
 */
export class PersonKeys {
  private readonly secretKeys: SecretKeys;
  private stored: StoredNames | undefined;

  constructor(secretKey: SecretKeyRing) {
    this.secretKeys = secretKeysOf(secretKey);
  }

  /** The person's key, if there is one. Nothing is changed. */
  async find(pool: Queryable, person: Person): Promise<FoundKey | undefined> {
    const { names } = await this.storedNames(pool);
    const { rows } = await pool.query<KeyRecord & { readonly is_named: boolean }>({
      name: 'find-person-key',
      text: findSql,
      values: [names.identity(person), names.furtherEmail(person)],
    });
    return rows[0] && { ...this.unwrapped(rows[0]), isNamed: rows[0].is_named };
  }

  /**
   * The person's key, made if there is none: once, also when several processes make it. From here on the person is found
   * by the names that the order gives. All of it is durable then.
   */
  async make(pool: Queryable, person: Person): Promise<PersonKey> {
    for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
      const stored = await this.storedNames(pool);
      await this.insert(pool, person, stored);
      const kept = await this.take(pool, person, stored);
      if (kept !== undefined) return kept;
      this.stored = undefined;
    }
    throw new Error('A customer key was destroyed as often as it was made');
  }

  /** Those of these keys that there are. */
  async read(client: ClientBase, keyIds: readonly string[]): Promise<Map<string, PersonKey>> {
    const { rows } = await client.query<KeyRecord>({
      name: 'read-person-keys',
      text: readSql,
      values: [keyIds],
    });
    return new Map(rows.map((record) => [record.key_id, this.unwrapped(record)]));
  }

  /**
   * For the start of a process: throws if the keys there are were made with another LEDGER_SECRET_KEY. As long as there is
   * none of a person it may be any.
   */
  async begin(pool: Queryable): Promise<void> {
    this.stored = await namesAtStart(pool, this.secretKeys);
  }

  /**
   * Whether this process has another LEDGER_SECRET_KEY than the keys there are were made with: none of those looked at can
   * be unwrapped. Where only some can, a key was changed, which those who need it come upon.
   */
  async isForeign(client: Queryable): Promise<boolean> {
    return isForeign(client, this.secretKeys);
  }

  /** What people go by, read anew: with another LEDGER_SECRET_KEY nobody would be found, and nobody erased. */
  async names(pool: Queryable): Promise<PersonNames> {
    this.stored = await storedNames(pool, this.secretKeys);
    return this.stored.names;
  }

  private async storedNames(pool: Queryable): Promise<StoredNames> {
    return (this.stored ??= await storedNames(pool, this.secretKeys));
  }

  private async insert(pool: Queryable, person: Person, { names, wrapped }: StoredNames) {
    const made = makePersonKey();
    const { wrapping } = this.secretKeys.current;
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

  private async take(
    pool: Queryable,
    person: Person,
    { names }: StoredNames,
  ): Promise<PersonKey | undefined> {
    const { rows } = await pool.query<KeyRecord>({
      name: 'take-person-key',
      text: takeSql,
      values: [names.identity(person), names.furtherEmail(person)],
    });
    return rows[0] && this.unwrapped(rows[0]);
  }

  private unwrapped({ key_id: keyId, wrapped }: KeyRecord): PersonKey {
    return withAny(this.secretKeys, ({ wrapping }) => unwrapPersonKey(wrapping, { keyId, wrapped }))
      .result;
  }
}

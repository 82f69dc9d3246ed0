import type { ClientBase, Pool } from 'pg';
import { deriveKey } from '../sealing/derive-key.js';
import { makePersonKey } from '../sealing/person-key.js';
import type { PersonKey } from '../sealing/person-key.js';
import { unwrapPersonKey, wrapPersonKey } from '../sealing/wrap-person-key.js';
import { PersonNames } from './person-names.js';
import type { Person } from './person-names.js';

interface KeyRecord {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/**
 * Finds a person's key and notes the e-mail address it is found by from now on. The row is locked meanwhile: an erasure
 * comes wholly before or wholly after.
 */
const findSql = `
  WITH found AS (
    SELECT key_id, wrapped FROM personal_data.customer_keys WHERE identity = $1 FOR KEY SHARE),
  named AS (
    INSERT INTO personal_data.customer_emails (email, key_id)
    SELECT $2::bytea, key_id FROM found WHERE $2::bytea IS NOT NULL
    ON CONFLICT DO NOTHING)
  SELECT key_id, wrapped FROM found`;

const makeSql = `
  INSERT INTO personal_data.customer_keys (key_id, store_id, identity, wrapped)
  VALUES ($1, $2, $3, $4) ON CONFLICT (identity) DO NOTHING`;

const readSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys WHERE key_id = ANY ($1::uuid[])`;

/** The latest: should the setting have changed, the oldest may be of before. */
const latestSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys ORDER BY created_at DESC LIMIT 1`;

/** An erasure may destroy a key between its making and its reading, but hardly again and again. */
const attemptsMax = 5;

/**
 * The keys that customers are sealed under, in a table of PostgreSQL. They are read anew for each use and kept nowhere
 * else, so that a key that was destroyed is gone everywhere at once (docs/decisions/0021).
 */
export class PersonKeys {
  readonly names: PersonNames;
  private readonly wrapping: Uint8Array;

  /** `secretKey`: the 32 bytes of LEDGER_SECRET_KEY. */
  constructor(secretKey: Uint8Array) {
    this.names = new PersonNames(deriveKey(secretKey, 'names'));
    this.wrapping = deriveKey(secretKey, 'wrap');
  }

  /** The person's key, if there is one. Throws `PersonKeyUnreadable`, and what `pg` throws. */
  async find(pool: Pick<Pool, 'query'>, person: Person): Promise<PersonKey | undefined> {
    const { rows } = await pool.query<KeyRecord>({
      name: 'find-person-key',
      text: findSql,
      values: [this.names.identity(person), this.names.furtherEmail(person)],
    });
    return rows[0] && this.unwrapped(rows[0]);
  }

  /** The person's key, made if there is none: once, also when several processes make it. It is durable then. */
  async make(pool: Pick<Pool, 'query'>, person: Person): Promise<PersonKey> {
    for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
      const made = makePersonKey();
      await pool.query({
        name: 'make-person-key',
        text: makeSql,
        values: [
          made.keyId,
          person.storeId,
          this.names.identity(person),
          wrapPersonKey(this.wrapping, made),
        ],
      });
      const kept = await this.find(pool, person);
      if (kept !== undefined) return kept;
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
   * Throws `PersonKeyUnreadable` if the keys there are were made with another LEDGER_SECRET_KEY. With that one nobody is
   * found, and nobody can be erased.
   */
  async assertReadable(client: Pick<ClientBase, 'query'>): Promise<void> {
    const { rows } = await client.query<KeyRecord>(latestSql);
    if (rows[0] !== undefined) this.unwrapped(rows[0]);
  }

  private unwrapped({ key_id: keyId, wrapped }: KeyRecord): PersonKey {
    return unwrapPersonKey(this.wrapping, { keyId, wrapped });
  }
}

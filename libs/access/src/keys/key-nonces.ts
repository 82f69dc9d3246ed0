import type { Pool } from 'pg';
import { tokenHashOf } from './client-key.js';

/**
 * The largest number of nonces remembered for one key: enough for 100 signed requests a second for
 * half an hour.
 */
const noncesMax = 180_000;
/** After this number of uses, expired nonces are removed and the limit is checked. */
const sweepEvery = 256;
const removedMax = 5_000;

/**
 * The limit of stored nonces of this key is reached. The nonce of this request was not stored, so
 * the request has to be refused.
 */
export class TooManyNonces extends Error {
  override readonly name = 'TooManyNonces';

  constructor() {
    super(`A key can sign ${noncesMax} requests in half an hour`);
  }
}

const insertNonce = `INSERT INTO access.key_nonces (key_id, nonce_hash, expires_at)
  VALUES ($1, $2, $3)
  ON CONFLICT (key_id, nonce_hash) DO UPDATE SET expires_at = excluded.expires_at
    WHERE key_nonces.expires_at < now()
  RETURNING 1`;

const removeExpired = `DELETE FROM access.key_nonces WHERE (key_id, nonce_hash) IN (
  SELECT key_id, nonce_hash FROM access.key_nonces
  WHERE expires_at < now() ORDER BY expires_at LIMIT ${removedMax} FOR UPDATE SKIP LOCKED)`;

const countNonces = `SELECT count(*)::int AS count FROM (
  SELECT FROM access.key_nonces WHERE key_id = $1 LIMIT ${noncesMax}) AS counted`;

/**
 * Remembers the nonces of signed requests in the database, so that no replica accepts one signed
 * request twice.
 */
export class KeyNonces {
  readonly #pool: Pool;
  #uses = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Marks a nonce of a key as used. Returns false if the nonce was used before and has not expired.
   * @throws TooManyNonces
   */
  async use(keyId: string, nonce: string, expiresAt: Date): Promise<boolean> {
    this.#uses += 1;
    if (this.#uses % sweepEvery === 1) await this.#sweep(keyId);
    const parameters = [keyId, tokenHashOf(nonce), expiresAt];
    const { rowCount } = await this.#pool.query(insertNonce, parameters);
    return rowCount === 1;
  }

  async #sweep(keyId: string): Promise<void> {
    await this.#pool.query(removeExpired);
    const { rows } = await this.#pool.query<{ count: number }>(countNonces, [keyId]);
    if ((rows[0]?.count ?? 0) < noncesMax) return;
    // With the counter at 0, the very next request checks the limit again.
    this.#uses = 0;
    throw new TooManyNonces();
  }
}

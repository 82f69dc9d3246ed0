import type { Pool } from 'pg';
import { tokenHashOf } from './client-key.js';

/** An idempotency key and the request that it came with. */
export interface KeyedRequest {
  readonly clientId: string;
  readonly store: string;
  readonly key: string;
  /**
   * The action and the order of the request as one text, such as `capture` and an order id. A
   * request with the same text counts as a retry and may use the key again.
   */
  readonly request: string;
}

/**
 * The limit of remembered keys of a client in a store; beyond the limit, the oldest keys are
 * forgotten.
 */
export const requestKeysMax = 100_000;
const rememberedDays = 30;
/** After this number of claimed keys, old keys are removed. */
const sweepEvery = 256;
const removedMax = 5_000;

const claimKey = `INSERT INTO access.request_keys (client_id, store_id, key_hash, request)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (client_id, store_id, key_hash) DO UPDATE SET used_at = request_keys.used_at
  RETURNING request`;

const keepKey = `INSERT INTO access.request_keys (client_id, store_id, key_hash, request, kept)
  VALUES ($1, $2, $3, $4, true)
  ON CONFLICT (client_id, store_id, key_hash) DO UPDATE SET kept = true
    WHERE request_keys.request = excluded.request`;

const releaseKey = `DELETE FROM access.request_keys
  WHERE client_id = $1 AND store_id = $2 AND key_hash = $3 AND request = $4 AND NOT kept`;

const removeOld = `DELETE FROM access.request_keys WHERE (client_id, store_id, key_hash) IN (
  SELECT client_id, store_id, key_hash FROM access.request_keys
  WHERE client_id = $1 AND store_id = $2 AND used_at < now() - make_interval(days => ${rememberedDays})
  ORDER BY used_at LIMIT ${removedMax} FOR UPDATE SKIP LOCKED)`;

const countKeys = `SELECT count(*)::int AS count FROM (
  SELECT FROM access.request_keys WHERE client_id = $1 AND store_id = $2
  LIMIT $3) AS counted`;

const removeOldest = `DELETE FROM access.request_keys WHERE (client_id, store_id, key_hash) IN (
  SELECT client_id, store_id, key_hash FROM access.request_keys
  WHERE client_id = $1 AND store_id = $2 ORDER BY used_at LIMIT $3 FOR UPDATE SKIP LOCKED)`;

/**
 * Remembers for which request each idempotency key was used, because some APIs refuse a key that
 * comes again with another order or action. An order remembers only the keys of its own requests,
 * so keys of different orders are compared here.
 */
export class RequestKeys {
  readonly #pool: Pool;
  #claims = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Reserves the key for the request. Returns false if the key was used for another request. */
  async claim(keyed: KeyedRequest): Promise<boolean> {
    this.#claims += 1;
    if (this.#claims % sweepEvery === 1) await this.#sweep(keyed);
    const { rows } = await this.#pool.query<{ request: string }>(claimKey, parametersOf(keyed));
    return rows[0]?.request === keyed.request;
  }

  /** Records that the request was accepted: from now on the key is not released. */
  async keep(keyed: KeyedRequest): Promise<void> {
    await this.#pool.query(keepKey, parametersOf(keyed));
  }

  /** Frees the key after the request was refused, unless the request was accepted before. */
  async release(keyed: KeyedRequest): Promise<void> {
    await this.#pool.query(releaseKey, parametersOf(keyed));
  }

  async #sweep({ clientId, store }: KeyedRequest): Promise<void> {
    await this.#pool.query(removeOld, [clientId, store]);
    const most = requestKeysMax + removedMax;
    const { rows } = await this.#pool.query<{ count: number }>(countKeys, [clientId, store, most]);
    const surplus = (rows[0]?.count ?? 0) - requestKeysMax;
    if (surplus > 0) await this.#pool.query(removeOldest, [clientId, store, surplus]);
  }
}

const parametersOf = ({ clientId, store, key, request }: KeyedRequest): unknown[] => [
  ...[clientId, store, tokenHashOf(key), request],
];

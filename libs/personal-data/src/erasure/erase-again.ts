import type { ClientBase } from 'pg';
import type { Erasure } from './erasure.js';
import { whileHeld } from './while-held.js';
import type { Held } from './while-held.js';

export interface ErasedAgain {
  /** Keys that had come back, and were destroyed again. */
  readonly keys: number;
  /** Orders that showed the data until now. */
  readonly orders: number;
}

const destroySql = `
  WITH wanted AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
      AS w (key_id, store_id, erased_at, erased_by)),
  recorded AS (
    INSERT INTO personal_data.erasures (key_id, store_id, erased_at, erased_by)
    SELECT key_id, store_id, erased_at, erased_by FROM wanted
    ON CONFLICT DO NOTHING)
  DELETE FROM personal_data.customer_keys k USING wanted w
  WHERE k.key_id = w.key_id AND k.store_id = w.store_id`;

/** So many keys in one transaction, for which the read models stand still. */
const atOnce = 1_000;

/**
 * Destroys keys that a backup of PostgreSQL brought back, by the record of their erasures, and puts back on record what
 * the backup does not know. Doing it again changes nothing.
 */
export const eraseAgain = async (
  held: Held,
  erasures: readonly Erasure[],
): Promise<ErasedAgain> => {
  let [keys, orders] = [0, 0];
  for (let first = 0; first < erasures.length; first += atOnce) {
    const done = await eraseSome(held, erasures.slice(first, first + atOnce));
    keys += done.keys;
    orders += done.orders;
  }
  return { keys, orders };
};

const eraseSome = async (held: Held, some: readonly Erasure[]): Promise<ErasedAgain> =>
  whileHeld(held, async (client) => {
    const keys = await destroyErasedKeys(client, some);
    const keyIds = some.map(({ keyId }) => keyId);
    return { keys, orders: await held.copies.forget(client, keyIds) };
  });

/** Only the keys: for a database that holds nothing yet that was read with them. Answers how many were there. */
export const destroyErasedKeys = async (
  client: ClientBase,
  erasures: readonly Erasure[],
): Promise<number> => {
  const { rowCount } = await client.query(destroySql, [
    erasures.map(({ keyId }) => keyId),
    erasures.map(({ storeId }) => storeId),
    erasures.map(({ erasedAt }) => erasedAt),
    erasures.map(({ erasedBy }) => erasedBy),
  ]);
  return rowCount ?? 0;
};

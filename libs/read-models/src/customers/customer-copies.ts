import type { ClientBase } from 'pg';
import type { PlainCopies } from '#personal-data';
import { rebuildLock } from '../rebuild/read-model-rebuild.js';

const forgetSql = `
  UPDATE order_customers SET erased = true, customer = NULL, search_text = NULL
  WHERE key_id = ANY ($1::uuid[]) AND NOT erased`;

const keySql = 'SELECT key_id FROM order_customers WHERE order_id = $1';

/**
 * The unencrypted copies of customers in the read models, which an erasure must remove. The worker
 * and the switch of a rebuild lock the read models' position (the row of `projection`) before they
 * write such copies. `hold` takes the same lock, so that nobody writes a copy while an erasure
 * destroys the customer's key.
 */
export const customerCopies: PlainCopies = {
  hold: async (client) => {
    await client.query('SELECT position FROM projection FOR UPDATE');
  },
  forget: async (client, keyIds) => {
    if (keyIds.length === 0) return 0;
    const { rowCount } = await client.query(forgetSql, [keyIds]);
    return rowCount ?? 0;
  },
  keyOfOrder: async (client, orderId) => {
    const { rows } = await client.query<{ key_id: string }>(keySql, [orderId]);
    return rows[0]?.key_id;
  },
  clearLeftovers: async (client) => {
    if (!(await hasLeftovers(client))) return;
    if (!(await tryLock(client))) return;
    try {
      await dropLeftovers(client);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [rebuildLock]);
    }
  },
};

interface Leftovers {
  readonly shadow: string;
  readonly is_there: boolean;
}

const leftoversSql = `
  SELECT quote_ident(current_schema() || '_rebuild') AS shadow,
    to_regnamespace(quote_ident(current_schema() || '_rebuild')) IS NOT NULL AS is_there`;

/**
 * Looks for tables of a killed rebuild. Does not take the rebuild's lock, because a rebuild that
 * begins at this moment would find the lock taken and fail.
 */
const hasLeftovers = async (client: ClientBase): Promise<boolean> => {
  const { rows } = await client.query<Leftovers>(leftoversSql);
  return rows[0]?.is_there === true;
};

/**
 * Takes the rebuild's lock if nobody holds it. Then no rebuild is running, so the tables belong to
 * a killed rebuild and can be dropped. A running rebuild removes erased customers itself.
 */
const tryLock = async (client: ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ ours: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS ours',
    [rebuildLock],
  );
  return rows[0]?.ours === true;
};

const dropLeftovers = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<Leftovers>(leftoversSql);
  const shadow = rows[0]?.shadow;
  if (shadow !== undefined) await client.query(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`);
};

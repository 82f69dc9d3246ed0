import type { Pool } from 'pg';
import type { ApiClient, ClientCreated } from './api-client.js';
import { hashSecret } from './secret-hash.js';

export type ClientInserted =
  { readonly kind: 'inserted' } | Exclude<ClientCreated, { readonly kind: 'created' }>;

/**
 * One statement, so that client and stores are written together or not at all. A store that does not exist or was
 * removed yields a row in `unknown` and keeps the client from being written.
 */
const insert = `
  WITH wanted AS (SELECT DISTINCT unnest($4::text[]) COLLATE "C" AS store_id),
  unknown AS (
    SELECT store_id FROM wanted
    WHERE NOT EXISTS (SELECT FROM access.stores s
                      WHERE s.store_id = wanted.store_id AND s.removed_at IS NULL)),
  inserted AS (
    INSERT INTO access.clients (client_id, secret_hash, scopes)
    SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM unknown)
    ON CONFLICT DO NOTHING RETURNING client_id),
  linked AS (
    INSERT INTO access.client_stores (client_id, store_id)
    SELECT client_id, store_id FROM inserted, wanted)
  SELECT (SELECT min(store_id) FROM unknown) AS "unknownStore",
         EXISTS (SELECT FROM inserted) AS inserted`;

interface Outcome {
  readonly unknownStore: string | null;
  readonly inserted: boolean;
}

export const insertClient = async (
  pool: Pool,
  client: ApiClient,
  secret: string,
): Promise<ClientInserted> => {
  const hash = await hashSecret(secret);
  const parameters = [client.clientId, hash, client.scopes, client.stores];
  const { rows } = await pool.query<Outcome>(insert, parameters);
  const outcome = rows[0];
  if (outcome?.unknownStore) return { kind: 'store-not-found', storeId: outcome.unknownStore };
  return outcome?.inserted ? { kind: 'inserted' } : { kind: 'client-id-taken' };
};

import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#runtime';
import { scopes } from './caller.js';
import { assertStoresFit } from './clients/api-client.js';
import { hashSecret, secretMatches } from './clients/secret-hash.js';
import type { Store } from './stores/store.js';

/** The migrations that make this package's tables, for `migrate` of libs/runtime. */
export const accessMigrations = {
  name: 'access',
  directory: new URL('./migrations/', import.meta.url),
} as const;

type BootstrapStore = Pick<Store, 'storeId' | 'salesSegment' | 'currency'>;

/** The settings BOOTSTRAP_CLIENT_ID, BOOTSTRAP_CLIENT_SECRET and BOOTSTRAP_STORES. */
export interface BootstrapSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The stores of the client; none is listed twice. */
  readonly stores: readonly BootstrapStore[];
}

const upsertStores = `
  INSERT INTO access.stores (store_id, sales_segment, currency, time_zone, settlement)
  SELECT s.id, s.segment, s.currency, 'UTC', 'daily'
  FROM unnest($1::text[], $2::text[], $3::text[]) AS s (id, segment, currency)
  ON CONFLICT (store_id) DO UPDATE
    SET sales_segment = excluded.sales_segment, currency = excluded.currency`;

const selectHash = 'SELECT secret_hash AS "secretHash" FROM access.clients WHERE client_id = $1';

/** Writes a client with a new secret. If the client was disabled, it is enabled again. */
const upsertClient = `
  INSERT INTO access.clients (client_id, secret_hash, scopes) VALUES ($1, $2, $3)
  ON CONFLICT (client_id) DO UPDATE
    SET secret_hash = excluded.secret_hash, scopes = excluded.scopes, disabled = false`;

const updateScopes = 'UPDATE access.clients SET scopes = $2 WHERE client_id = $1';

const linkStores = `
  INSERT INTO access.client_stores (client_id, store_id)
  SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`;

const unlinkStores = `
  DELETE FROM access.client_stores WHERE client_id = $1 AND store_id <> ALL ($2::text[])`;

/**
 * Revokes the tokens of a client. A token contains the client's stores and does not depend on its
 * secret, so without this statement, earlier tokens would go on working after a change of the
 * stores or the secret.
 */
const revokeTokens =
  'UPDATE access.clients SET revoked_at = clock_timestamp() WHERE client_id = $1';

const writeStores = (connection: PoolClient, stores: readonly BootstrapStore[]) =>
  connection.query(upsertStores, [
    stores.map(({ storeId }) => storeId),
    stores.map(({ salesSegment }) => salesSegment),
    stores.map(({ currency }) => currency),
  ]);

/** Writes the client; returns true if the client had a different secret before. */
const writeClient = async (
  connection: PoolClient,
  settings: BootstrapSettings,
): Promise<boolean> => {
  const { clientId, clientSecret } = settings;
  const { rows } = await connection.query<{ secretHash: string }>(selectHash, [clientId]);
  if (rows[0] && (await secretMatches(clientSecret, rows[0].secretHash))) {
    await connection.query(updateScopes, [clientId, scopes]);
    return false;
  }
  await connection.query(upsertClient, [clientId, await hashSecret(clientSecret), scopes]);
  return rows[0] !== undefined;
};

const write = async (connection: PoolClient, settings: BootstrapSettings): Promise<void> => {
  const storeIds = settings.stores.map(({ storeId }) => storeId);
  await writeStores(connection, settings.stores);
  const hasOtherSecret = await writeClient(connection, settings);
  const unlinked = await connection.query(unlinkStores, [settings.clientId, storeIds]);
  await connection.query(linkStores, [settings.clientId, storeIds]);
  if (hasOtherSecret || unlinked.rowCount !== 0) {
    await connection.query(revokeTokens, [settings.clientId]);
  }
};

/**
 * Makes the client of BOOTSTRAP_CLIENT_ID with all scopes for BOOTSTRAP_STORES, or changes it to
 * match the settings. May run at each start of the program, and at several replicas at once. A
 * disabled client stays disabled while its secret is the same, so that a restart does not enable a
 * leaked secret again. A removed store stays removed. If a store is taken away or the secret
 * changes, earlier tokens stop working within 5 seconds (`Revocations`).
 * @throws TooManyStores
 */
export const bootstrapClient = async (pool: Pool, settings: BootstrapSettings): Promise<void> => {
  assertStoresFit(
    settings.clientId,
    settings.stores.map(({ storeId }) => storeId),
  );
  await inTransaction(pool, async (connection) => {
    await connection.query("SELECT pg_advisory_xact_lock(hashtext('access bootstrap'))");
    await write(connection, settings);
  });
};

import type { Pool } from 'pg';
import { isIdentifier, type Page, type PageRequest, startAfter, toPage } from '../page.js';
import {
  type ApiClient,
  assertStoresFit,
  clientColumns,
  type ClientCreated,
  type ClientRow,
  clientsWithStores,
  toClient,
} from './api-client.js';
import { hashSecret, makeSecret } from './secret-hash.js';

const selectClient = `SELECT ${clientColumns} FROM ${clientsWithStores}
  WHERE client_id = $1 AND NOT disabled`;

const selectPage = `SELECT ${clientColumns} FROM ${clientsWithStores}
  WHERE client_id > $1 AND NOT disabled ORDER BY client_id LIMIT $2`;

const disableClient = `UPDATE access.clients SET disabled = true, revoked_at = now()
  WHERE client_id = $1 AND NOT disabled`;

/** The clients of the ledger. A disabled client is neither found nor listed. */
export class ClientDirectory {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Creates a client with a new secret.
   *
   * @throws TooManyStores
   */
  async create(client: ApiClient): Promise<ClientCreated> {
    assertStoresFit(client.clientId, client.stores);
    const clientSecret = makeSecret();
    const inserted = await insertClient(this.#pool, client, clientSecret);
    if (inserted.kind !== 'inserted') return inserted;
    const stores = [...new Set(client.stores)].sort();
    return { kind: 'created', client: { ...client, stores }, clientSecret };
  }

  async find(clientId: string): Promise<ApiClient | undefined> {
    if (!isIdentifier(clientId)) return undefined;
    const { rows } = await this.#pool.query<ClientRow>(selectClient, [clientId]);
    return rows[0] && toClient(rows[0]);
  }

  /** @throws InvalidCursor */
  async list(request: PageRequest): Promise<Page<ApiClient>> {
    const parameters = [startAfter(request), request.limit + 1];
    const { rows } = await this.#pool.query<ClientRow>(selectPage, parameters);
    return toPage(rows.map(toClient), request.limit, ({ clientId }) => clientId);
  }

  /**
   * Disables a client; returns false if the client does not exist. The client's tokens stop working
   * within 5 seconds (`Revocations`).
   */
  async disable(clientId: string): Promise<boolean> {
    if (!isIdentifier(clientId)) return false;
    const { rowCount } = await this.#pool.query(disableClient, [clientId]);
    return rowCount === 1;
  }
}

export type ClientInserted =
  { readonly kind: 'inserted' } | Exclude<ClientCreated, { readonly kind: 'created' }>;

/**
 * One statement, so that the client and its stores are written together or not at all. A store that
 * does not exist, or was removed, gives a row in `unknown`, and then nothing is written.
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

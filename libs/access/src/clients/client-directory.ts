import type { Pool } from 'pg';
import { isIdentifier } from '../identifier.js';
import { startAfter, toPage, type Page, type PageRequest } from '../page.js';
import type { ApiClient, ClientCreated } from './api-client.js';
import { assertStoresFit } from './assert-stores-fit.js';
import { clientColumns, clientsWithStores, toClient, type ClientRow } from './client-row.js';
import { insertClient } from './insert-client.js';
import { makeSecret } from './secret-hash.js';

const selectClient = `SELECT ${clientColumns} FROM ${clientsWithStores}
  WHERE client_id = $1 AND NOT disabled`;

const selectPage = `SELECT ${clientColumns} FROM ${clientsWithStores}
  WHERE client_id > $1 AND NOT disabled ORDER BY client_id LIMIT $2`;

const disableClient = `UPDATE access.clients SET disabled = true, revoked_at = now()
  WHERE client_id = $1 AND NOT disabled`;

/** The clients of the ledger. A disabled client is not found and not listed. */
export class ClientDirectory {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Makes a client with a new secret.
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

  /** False if there is no such client. Its tokens stop within 5 seconds (`Revocations`). */
  async disable(clientId: string): Promise<boolean> {
    if (!isIdentifier(clientId)) return false;
    const { rowCount } = await this.#pool.query(disableClient, [clientId]);
    return rowCount === 1;
  }
}

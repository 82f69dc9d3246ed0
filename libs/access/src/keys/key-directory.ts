import { randomUUID } from 'node:crypto';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { inTransaction } from '#runtime';
import { hashSecret } from '../clients/secret-hash.js';
import { isIdentifier, type Page, type PageRequest, startAfter, toPage } from '../page.js';
import {
  type ClientKey,
  hintOf,
  keyColumns,
  tokenHashOf,
  type KeySecretBox,
} from './client-key.js';
import type { KeyKind, KeyParameters, NewKey } from './key-kinds.js';
/** The largest number of keys of a client, not counting revoked keys. */
export const clientKeysMax = 100;

/** A request for a new key. */
export interface NewKeyRequest {
  readonly clientId: string;
  readonly kind: KeyKind;
  readonly parameters: KeyParameters;
  /** The store that the key acts for. A client with only one store may leave out this member. */
  readonly store?: string;
}

export type KeyCreated =
  /** The key was created. `shown` has the secrets of the key and is returned only here. */
  | { readonly kind: 'created'; readonly key: ClientKey; readonly shown: NewKey['shown'] }
  | { readonly kind: 'client-not-found' }
  /** No store was named, and the client has none or several. */
  | { readonly kind: 'store-needed' }
  /** The client does not act for the named store. */
  | { readonly kind: 'store-not-found'; readonly store: string }
  | { readonly kind: 'login-taken' }
  | { readonly kind: 'too-many-keys' };

const selectClient = `SELECT ARRAY(
    SELECT s.store_id FROM access.client_stores cs JOIN access.stores s USING (store_id)
    WHERE cs.client_id = c.client_id AND s.removed_at IS NULL) AS stores,
  (SELECT count(*)::int FROM access.keys k
    WHERE k.client_id = c.client_id AND revoked_at IS NULL) AS keys
  FROM access.clients c WHERE client_id = $1 AND NOT disabled`;

const insertKey = `INSERT INTO access.keys
  (key_id, client_id, store_id, kind, token_hash, hint, secret, login_name, password_hash, details)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${keyColumns}`;

const selectPage = `SELECT ${keyColumns} FROM access.keys
  WHERE client_id = $1 AND key_id::text > $2 AND revoked_at IS NULL ORDER BY key_id LIMIT $3`;

const selectKey = `SELECT ${keyColumns} FROM access.keys
  WHERE client_id = $1 AND key_id = $2 AND revoked_at IS NULL`;

const revokeKey = `UPDATE access.keys
  SET revoked_at = now(), secret = NULL, login_name = NULL, password_hash = NULL
  WHERE client_id = $1 AND key_id = $2 AND revoked_at IS NULL`;

const storeHasKey = `SELECT FROM access.keys
  WHERE store_id = $1 AND kind = $2 AND revoked_at IS NULL LIMIT 1`;

const clientExists = 'SELECT FROM access.clients WHERE client_id = $1 AND NOT disabled';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isLoginTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'keys_login';

/**
 * The keys with which clients call APIs other than `/v1`. A revoked key is neither found nor
 * listed.
 */
export class KeyDirectory {
  readonly #pool: Pool;
  readonly #box: KeySecretBox;

  constructor(pool: Pool, box: KeySecretBox) {
    this.#pool = pool;
    this.#box = box;
  }

  /**
   * Makes a key with a new token. The caller must have checked the request's parameters by
   * `KeyParameter.accepts`.
   */
  async create(request: NewKeyRequest): Promise<KeyCreated> {
    const made = request.kind.make(request.parameters);
    const passwordHash = made.login && (await hashSecret(made.login.password));
    try {
      return await inTransaction(this.#pool, (connection) =>
        this.#insert(connection, request, { ...made, passwordHash }),
      );
    } catch (error) {
      if (isLoginTaken(error)) return { kind: 'login-taken' };
      throw error;
    }
  }

  async #insert(
    connection: PoolClient,
    request: NewKeyRequest,
    made: NewKey & { readonly passwordHash: string | undefined },
  ): Promise<KeyCreated> {
    const refusedOrStore = await admitted(connection, request);
    if (typeof refusedOrStore !== 'string') return refusedOrStore;
    const { token, secret, login, passwordHash, details, shown } = made;
    const keyId = randomUUID();
    const { rows } = await connection.query<ClientKey>(insertKey, [
      ...[keyId, request.clientId, refusedOrStore, request.kind.name],
      ...[tokenHashOf(token), hintOf(token)],
      secret === undefined ? null : this.#box.seal(secret, keyId),
      ...[login?.name ?? null, passwordHash ?? null, JSON.stringify(details)],
    ]);
    const [key] = rows;
    if (key === undefined) throw new Error('The key was not returned');
    return { kind: 'created', key, shown };
  }

  /**
   * Lists the keys of a client by id; `undefined` if there is no such client.
   *
   * @throws InvalidCursor
   */
  async list(clientId: string, request: PageRequest): Promise<Page<ClientKey> | undefined> {
    if (!(await this.#hasClient(clientId))) return undefined;
    const parameters = [clientId, startAfter(request), request.limit + 1];
    const { rows } = await this.#pool.query<ClientKey>(selectPage, parameters);
    return toPage(rows, request.limit, ({ keyId }) => keyId);
  }

  /** True if any client has a key of this kind for the store. */
  async hasStore(storeId: string, kind: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query(storeHasKey, [storeId, kind]);
    return rowCount === 1;
  }

  async find(clientId: string, keyId: string): Promise<ClientKey | undefined> {
    if (!uuid.test(keyId) || !(await this.#hasClient(clientId))) return undefined;
    const { rows } = await this.#pool.query<ClientKey>(selectKey, [clientId, keyId]);
    return rows[0];
  }

  /**
   * Revokes a key; returns false if the client has no such key. The key stops working within 5
   * seconds (`KeyAuthenticator`).
   */
  async revoke(clientId: string, keyId: string): Promise<boolean> {
    if (!uuid.test(keyId) || !(await this.#hasClient(clientId))) return false;
    const { rowCount } = await this.#pool.query(revokeKey, [clientId, keyId]);
    return rowCount === 1;
  }

  async #hasClient(clientId: string): Promise<boolean> {
    if (!isIdentifier(clientId)) return false;
    const { rowCount } = await this.#pool.query(clientExists, [clientId]);
    return rowCount === 1;
  }
}

/**
 * Locks the client and decides whether it may get another key. Returns the store of the key, or the
 * refusal.
 */
const admitted = async (
  connection: PoolClient,
  { clientId, store }: NewKeyRequest,
): Promise<string | KeyCreated> => {
  if (!isIdentifier(clientId)) return { kind: 'client-not-found' };
  // The lock is taken by a separate statement. So the count in the next statement includes keys
  // that another transaction made while this one waited for the lock.
  await connection.query('SELECT FROM access.clients WHERE client_id = $1 FOR UPDATE', [clientId]);
  const { rows } = await connection.query<{ stores: string[]; keys: number }>(selectClient, [
    clientId,
  ]);
  const [client] = rows;
  if (client === undefined) return { kind: 'client-not-found' };
  if (store !== undefined && !client.stores.includes(store))
    return { kind: 'store-not-found', store };
  const [only, ...others] = client.stores;
  const chosen = store ?? (others.length === 0 ? only : undefined);
  if (chosen === undefined) return { kind: 'store-needed' };
  return client.keys >= clientKeysMax ? { kind: 'too-many-keys' } : chosen;
};

import { isScope, type Scope } from '../caller.js';

/** A client of the API: a program of a merchant, with its stores and scopes. */
export interface ApiClient {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly clientId: string;
  /** The stores that the client acts for, without removed stores, sorted by id. */
  readonly stores: readonly string[];
  readonly scopes: readonly Scope[];
}

/**
 * The largest number of stores of a client. An access token lists the ids of all stores of its
 * client, and must not be longer than `tokenCharactersMax`.
 */
export const clientStoresMax = 100;

export type ClientCreated =
  /**
   * The client was created. The secret is returned only here, because the database has only its
   * hash.
   */
  | { readonly kind: 'created'; readonly client: ApiClient; readonly clientSecret: string }
  /**
   * The client id is already used. The id of a disabled client counts as used, too, because stored
   * events name it as the actor.
   */
  | { readonly kind: 'client-id-taken' }
  | { readonly kind: 'store-not-found'; readonly storeId: string };

/** The client would have more stores than fit into its token. Nothing was written. */
export class TooManyStores extends Error {
  override readonly name = 'TooManyStores';

  constructor(clientId: string, count: number) {
    super(`Client ${clientId} would have ${count} stores; a client can have ${clientStoresMax}.`);
  }
}

/** Checks that a client does not get more stores than the limit. @throws TooManyStores */
export const assertStoresFit = (clientId: string, storeIds: readonly string[]): void => {
  const count = new Set(storeIds).size;
  if (count > clientStoresMax) throw new TooManyStores(clientId, count);
};

/**
 * A subquery for a `FROM` clause, with the alias `client`. It returns every client with its stores,
 * except removed stores.
 */
export const clientsWithStores = `(
  SELECT c.client_id, c.secret_hash, c.scopes, c.disabled,
    ARRAY(SELECT s.store_id FROM access.client_stores cs JOIN access.stores s USING (store_id)
          WHERE cs.client_id = c.client_id AND s.removed_at IS NULL ORDER BY s.store_id) AS stores
  FROM access.clients c) client`;

export const clientColumns = 'client_id AS "clientId", stores, scopes';

export interface ClientRow {
  readonly clientId: string;
  readonly stores: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Makes a client from a database row. A scope that this version of the program does not know is
 * left out; a newer version may have written it.
 */
export const toClient = ({ clientId, stores, scopes }: ClientRow): ApiClient => ({
  clientId,
  stores,
  scopes: scopes.filter(isScope),
});

import { isScope, type Scope } from '../caller.js';

/** A program that calls the ledger. */
export interface ApiClient {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly clientId: string;
  /** The stores of the client without removed ones, in the order of their ids. */
  readonly stores: readonly string[];
  readonly scopes: readonly Scope[];
}

/** All of them fit into a token of 10 kB (`tokenCharactersMax`). */
export const clientStoresMax = 100;

export type ClientCreated =
  /** `clientSecret` is returned only here; the ledger stores its hash. */
  | { readonly kind: 'created'; readonly client: ApiClient; readonly clientSecret: string }
  /** Also for the id of a disabled client, which events name as their actor. */
  | { readonly kind: 'client-id-taken' }
  | { readonly kind: 'store-not-found'; readonly storeId: string };

/** The client would have more stores than its token has room for. Nothing was written. */
export class TooManyStores extends Error {
  override readonly name = 'TooManyStores';

  constructor(clientId: string, count: number) {
    super(`Client ${clientId} would have ${count} stores; a client can have ${clientStoresMax}.`);
  }
}

/** @throws TooManyStores */
export const assertStoresFit = (clientId: string, storeIds: readonly string[]): void => {
  const count = new Set(storeIds).size;
  if (count > clientStoresMax) throw new TooManyStores(clientId, count);
};

/** A client with its stores that are not removed; used in `FROM` as `client`. */
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

/** A scope that only a newer version knows gives no permission. */
export const toClient = ({ clientId, stores, scopes }: ClientRow): ApiClient => ({
  clientId,
  stores,
  scopes: scopes.filter(isScope),
});

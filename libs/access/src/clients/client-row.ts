import { isScope } from '../scope.js';
import type { ApiClient } from './api-client.js';

/** A client with its live stores; use as `FROM` of a query, aliased `client`. */
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

/** A scope that this version does not know (a newer one wrote it) gives no right. */
export const toClient = ({ clientId, stores, scopes }: ClientRow): ApiClient => ({
  clientId,
  stores,
  scopes: scopes.filter(isScope),
});

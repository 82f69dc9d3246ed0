import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import {
  type ApiClient,
  type ClientRow,
  clientsWithStores,
  toClient,
} from '../clients/api-client.js';
import { isScope, type Scope } from '../caller.js';
import { tokenHashOf } from '../keys/client-key.js';

/** The minutes for which a code can be used. */
export const codeMinutes = 5;

const codeBytes = 32;

/** The form of a code. A text of another form is refused without a query. */
const written = /^[\w-]{43}$/;

/** Stores a code, and deletes expired codes. */
const insertCode = `
  WITH expired AS (DELETE FROM access.one_time_codes WHERE expires_at < now())
  INSERT INTO access.one_time_codes (code_hash, client_id, scopes, expires_at)
  SELECT $1, client_id, $3, now() + make_interval(mins => $4)
  FROM access.clients WHERE client_id = $2 AND NOT disabled`;

const takeCode = `
  WITH taken AS (DELETE FROM access.one_time_codes WHERE code_hash = $1 RETURNING *)
  SELECT client_id AS "clientId", client.stores, client.scopes, taken.scopes AS "granted"
  FROM taken JOIN ${clientsWithStores} USING (client_id)
  WHERE NOT client.disabled AND taken.expires_at > now()`;

/** Codes by which a client signs in once without its secret, for links to the console. */
export class OneTimeCodes {
  constructor(private readonly pool: Pool) {}

  /**
   * Makes a code for a client. A sign-in with the code gets those of these scopes that the client
   * has. Returns `undefined` if the client does not exist. Only the hash of the code is stored.
   */
  async issue(clientId: string, scopes: readonly Scope[]): Promise<string | undefined> {
    const code = randomBytes(codeBytes).toString('base64url');
    const parameters = [tokenHashOf(code), clientId, scopes, codeMinutes];
    const { rowCount } = await this.pool.query(insertCode, parameters);
    return rowCount === 1 ? code : undefined;
  }

  /**
   * Uses a code up. Returns its client with the scopes that the code was made for and the client
   * still has, or `undefined` if the code is unknown, was used or is too old, or its client is
   * disabled.
   */
  async redeem(code: string): Promise<ApiClient | undefined> {
    if (!written.test(code)) return undefined;
    const { rows } = await this.pool.query<ClientRow & { readonly granted: readonly string[] }>(
      takeCode,
      [tokenHashOf(code)],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const { granted } = row;
    const client = toClient(row);
    return {
      ...client,
      scopes: client.scopes.filter((scope) => granted.filter(isScope).includes(scope)),
    };
  }
}

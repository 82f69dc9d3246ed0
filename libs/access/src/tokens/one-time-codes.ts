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

/** The pattern of a code. A text that does not match is refused without asking the database. */
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

/**
 * One-time codes for links to the console: a client can sign in once with a code instead of its
 * secret.
 */
export class OneTimeCodes {
  constructor(private readonly pool: Pool) {}

  /**
   * Makes a code for a client, with the scopes that a sign-in may get. A scope that the client
   * lacks at the sign-in is not given. Returns `undefined` if the client does not exist. Only the
   * hash of the code is stored.
   */
  async issue(clientId: string, scopes: readonly Scope[]): Promise<string | undefined> {
    const code = randomBytes(codeBytes).toString('base64url');
    const parameters = [tokenHashOf(code), clientId, scopes, codeMinutes];
    const { rowCount } = await this.pool.query(insertCode, parameters);
    return rowCount === 1 ? code : undefined;
  }

  /**
   * Uses up a code and returns its client. The client gets only those scopes of the code that it
   * still has. Returns `undefined` if the code is unknown, used or expired, or if its client is
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

import type { Pool } from 'pg';
import { isIdentifier } from '../page.js';
import {
  type ApiClient,
  clientColumns,
  clientsWithStores,
  toClient,
  type ClientRow,
} from './api-client.js';
import { isStrong, KnownSecrets, WrongSecrets, type Attempt } from './secret-attempts.js';
import { hashTurns, secretMatches } from './secret-hash.js';

/** A client id and the secret that came with it. */
export interface Credentials extends Attempt {
  readonly clientSecret: string;
}

type Row = ClientRow & { readonly secretHash: string };

const selectClient = `SELECT ${clientColumns}, secret_hash AS "secretHash"
  FROM ${clientsWithStores} WHERE client_id = $1 AND NOT disabled`;

/** Checks the secrets of clients. */
export class ClientAuthenticator {
  readonly #wrong = new WrongSecrets();
  readonly #known = new KnownSecrets();

  constructor(private readonly pool: Pool) {}

  /**
   * Returns the client if it exists, is enabled and has this secret. Otherwise it returns
   * `undefined`, after the same amount of work, so that the time does not reveal which clients
   * exist.
   *
   * @throws TooManyWaitingForTurn
   * @throws TooManyWrongSecrets
   */
  async authenticate(credentials: Credentials): Promise<ApiClient | undefined> {
    const { clientId, clientSecret, from } = credentials;
    if (!isStrong(clientSecret)) this.#wrong.assertAllowed(credentials);
    const known = await this.#authenticateKnown(credentials);
    if (known !== undefined) return known;
    return hashTurns.run({ holder: from, subject: clientId }, async () => {
      // Checks the limit again: other attempts may have failed while this one waited.
      this.#wrong.assertAllowed(credentials);
      return this.#authenticateByHash(credentials);
    });
  }

  /**
   * Returns the client if this secret was right before and the client's stored hash has not changed
   * since.
   */
  async #authenticateKnown(credentials: Credentials): Promise<ApiClient | undefined> {
    const { clientId, clientSecret } = credentials;
    const secretHash = this.#known.hashOf(clientId, clientSecret);
    if (secretHash === undefined) return undefined;
    const row = await this.#find(clientId);
    return row?.secretHash === secretHash ? toClient(row) : undefined;
  }

  async #authenticateByHash(credentials: Credentials): Promise<ApiClient | undefined> {
    const { clientId, clientSecret } = credentials;
    const row = isIdentifier(clientId) ? await this.#find(clientId) : undefined;
    const matches = await secretMatches(clientSecret, row?.secretHash);
    if (row === undefined || !matches) {
      this.#wrong.add(credentials);
      return undefined;
    }
    this.#known.keep(clientId, clientSecret, row.secretHash);
    return toClient(row);
  }

  async #find(clientId: string): Promise<Row | undefined> {
    const { rows } = await this.pool.query<Row>(selectClient, [clientId]);
    return rows[0];
  }
}

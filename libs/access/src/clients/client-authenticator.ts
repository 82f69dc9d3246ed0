import type { Pool } from 'pg';
import { isIdentifier } from '../identifier.js';
import type { ApiClient } from './api-client.js';
import { clientColumns, clientsWithStores, toClient, type ClientRow } from './client-row.js';
import { isStrong, KnownSecrets } from './known-secrets.js';
import { hashing, secretMatches } from './secret-hash.js';
import { WrongSecrets, type Attempt } from './wrong-secrets.js';

/** A client and what it says is its secret. */
export interface Credentials extends Attempt {
  readonly clientSecret: string;
}

type Row = ClientRow & { readonly secretHash: string };

const selectClient = `SELECT ${clientColumns}, secret_hash AS "secretHash"
  FROM ${clientsWithStores} WHERE client_id = $1 AND NOT disabled`;

/** Tells whether a caller is the client that it says it is. */
export class ClientAuthenticator {
  readonly #wrong = new WrongSecrets();
  readonly #known = new KnownSecrets();

  constructor(private readonly pool: Pool) {}

  /**
   * The client, if it exists, is not disabled and the secret is its own; in every other case nothing, after the same
   * amount of work.
   *
   * @throws TooManyWaitingForTurn
   * @throws TooManyWrongSecrets
   */
  async authenticate(credentials: Credentials): Promise<ApiClient | undefined> {
    const { clientId, clientSecret, from } = credentials;
    if (!isStrong(clientSecret)) this.#wrong.assertAllowed(credentials);
    const known = await this.#authenticateKnown(credentials);
    if (known !== undefined) return known;
    return hashing.run({ holder: from, subject: clientId }, async () => {
      // Those before it in line may have been wrong as well.
      this.#wrong.assertAllowed(credentials);
      return this.#authenticateAnew(credentials);
    });
  }

  /** A client whose secret was right before, and still is the one that is stored. */
  async #authenticateKnown(credentials: Credentials): Promise<ApiClient | undefined> {
    const { clientId, clientSecret } = credentials;
    const secretHash = this.#known.hashOf(clientId, clientSecret);
    if (secretHash === undefined) return undefined;
    const row = await this.#find(clientId);
    return row?.secretHash === secretHash ? toClient(row) : undefined;
  }

  async #authenticateAnew(credentials: Credentials): Promise<ApiClient | undefined> {
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

import type { Pool } from 'pg';
import { type Caller, isScope } from '../caller.js';
import { KnownSecrets, WrongSecrets } from '../clients/secret-attempts.js';
import { hashTurns, secretMatches } from '../clients/secret-hash.js';
import { tokenHashOf, type KeySecretBox } from './client-key.js';
import { type KeyParameters, keyKindOf } from './key-kinds.js';

/** A key that was found, and the caller that it identifies. */
export interface KnownKey {
  readonly keyId: string;
  readonly caller: Caller;
  readonly details: KeyParameters;
  /** The secret, decrypted. Kinds of keys without a secret leave out this member. */
  readonly secret?: string;
}

/** An attempt to log in with the name and the password of a key. */
export interface KeyLogIn {
  readonly kind: string;
  readonly name: string;
  readonly password: string;
  /** The caller's network address. */
  readonly from: string;
}

interface KeyRow {
  readonly keyId: string;
  readonly kind: string;
  readonly clientId: string;
  readonly store: string;
  readonly scopes: readonly string[];
  readonly details: KeyParameters;
  readonly secret: Buffer | null;
  readonly passwordHash: string | null;
}

/** The keys that work: not revoked, of an enabled client, for a store that the client still has. */
const usable = `SELECT k.key_id AS "keyId", k.kind, k.client_id AS "clientId", k.store_id AS store,
    c.scopes, k.details, k.secret, k.password_hash AS "passwordHash"
  FROM access.keys k
  JOIN access.clients c ON c.client_id = k.client_id AND NOT c.disabled
  JOIN access.stores s ON s.store_id = k.store_id AND s.removed_at IS NULL
  JOIN access.client_stores cs ON cs.client_id = k.client_id AND cs.store_id = k.store_id
  WHERE k.revoked_at IS NULL`;

/**
 * Finds a key that was not revoked, even if its client is disabled or has lost the store. Used to
 * explain to the caller why the key does not work.
 */
const issued = `SELECT FROM access.keys
  WHERE kind = $1 AND token_hash = $2 AND revoked_at IS NULL`;

const byToken = `${usable} AND k.kind = $1 AND k.token_hash = $2`;
const byId = `${usable} AND k.kind = $1 AND k.key_id = $2`;
const byLogin = `${usable} AND k.kind = $1 AND k.login_name = $2`;

const recentName = (kind: string, tokenHash: Buffer): string =>
  `${kind} ${tokenHash.toString('base64url')}`;

const loginCharactersMax = 256;
const recentMs = 2_000;
const recentMax = 10_000;

/**
 * The secret of the key was encrypted under a LEDGER_SECRET_KEY that this process does not have.
 */
export class KeySecretUnreadable extends Error {
  override readonly name = 'KeySecretUnreadable';

  constructor(keyId: string, options: ErrorOptions) {
    super(`The secret of the key ${keyId} was encrypted under another LEDGER_SECRET_KEY.`, options);
  }
}

/**
 * Finds the key that a request was sent with. A key that was found is kept in memory for 2 seconds
 * only. So within 5 seconds, every replica refuses a key that was revoked, whose client was
 * disabled, or whose store was removed.
 */
export class KeyAuthenticator {
  readonly #pool: Pool;
  readonly #box: KeySecretBox;
  readonly #recent = new Map<string, { readonly key: KnownKey; readonly until: number }>();
  readonly #wrong = new WrongSecrets();
  readonly #known = new KnownSecrets();

  constructor(pool: Pool, box: KeySecretBox) {
    this.#pool = pool;
    this.#box = box;
  }

  /** Returns the key of this kind with this token; `undefined` if no such key works. */
  async byToken(kind: string, token: string): Promise<KnownKey | undefined> {
    const hash = tokenHashOf(token);
    return this.#recently(recentName(kind, hash), byToken, [kind, hash]);
  }

  /**
   * True if a key with this token exists and was not revoked. If the result is true and `byToken`
   * still finds no key, the client is disabled or has lost the store.
   */
  async isIssued(kind: string, token: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query(issued, [kind, tokenHashOf(token)]);
    return rowCount === 1;
  }

  /**
   * Returns the client of a token that was found recently. Reads only memory, because rate limits
   * ask for the client of each request before its token is checked.
   */
  clientOf(kind: string, token: string): string | undefined {
    return this.#recent.get(recentName(kind, tokenHashOf(token)))?.key.caller.clientId;
  }

  /** Returns a key by its id, for a session that was opened with the key. */
  async byId(kind: string, keyId: string): Promise<KnownKey | undefined> {
    return this.#recently(`${kind} id ${keyId}`, byId, [kind, keyId]);
  }

  /**
   * Returns the key with this name and password. If there is none, returns `undefined` after the
   * same amount of work, so that the time does not reveal which names exist.
   * @throws TooManyWaitingForTurn
   * @throws TooManyWrongSecrets
   */
  async logIn({ kind, name, password, from }: KeyLogIn): Promise<KnownKey | undefined> {
    if (name.length > loginCharactersMax || name.includes('\0')) return undefined;
    const subject = `${kind} ${name}`;
    const attempt = { clientId: subject, from };
    this.#wrong.assertAllowed(attempt);
    const known = this.#known.hashOf(subject, password);
    if (known !== undefined) {
      const row = await this.#find(byLogin, [kind, name]);
      if (row?.passwordHash === known) return this.#knownKey(row);
    }
    return hashTurns.run({ holder: from, subject }, async () => {
      this.#wrong.assertAllowed(attempt);
      const row = await this.#find(byLogin, [kind, name]);
      const passwordHash = row?.passwordHash ?? undefined;
      const matches = await secretMatches(password, passwordHash);
      if (row !== undefined && passwordHash !== undefined && matches) {
        this.#known.keep(subject, password, passwordHash);
        return this.#knownKey(row);
      }
      this.#wrong.add(attempt);
      return undefined;
    });
  }

  /**
   * Forgets the keys in memory. Called in the replica that has just revoked a key, disabled a
   * client or removed a store.
   */
  forget(): void {
    this.#recent.clear();
  }

  async #recently(
    name: string,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<KnownKey | undefined> {
    const recent = this.#recent.get(name);
    if (recent !== undefined && performance.now() < recent.until) return recent.key;
    // The 2 seconds in memory are counted from before the read. Otherwise, a key that is revoked
    // during the read would work for longer than 2 seconds.
    const until = performance.now() + recentMs;
    const row = await this.#find(sql, parameters);
    this.#recent.delete(name);
    if (row === undefined) return undefined;
    const key = this.#knownKey(row);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size >= recentMax && oldest !== undefined) this.#recent.delete(oldest);
    this.#recent.set(name, { key, until });
    return key;
  }

  async #find(sql: string, parameters: readonly unknown[]): Promise<KeyRow | undefined> {
    const { rows } = await this.#pool.query<KeyRow>(sql, [...parameters]);
    return rows[0];
  }

  #knownKey(row: KeyRow): KnownKey {
    const { keyId, clientId, store, details, secret } = row;
    const granted = keyKindOf(row.kind)?.scopesOf?.(details);
    const scopes = row.scopes
      .filter(isScope)
      .filter((scope) => granted === undefined || granted.includes(scope));
    return {
      keyId,
      caller: { clientId, stores: [store], scopes },
      details,
      ...(secret !== null && { secret: this.#opened(secret, keyId) }),
    };
  }

  #opened(secret: Buffer, keyId: string): string {
    try {
      return this.#box.open(secret, keyId);
    } catch (error) {
      throw new KeySecretUnreadable(keyId, { cause: error });
    }
  }
}

import type { Pool } from 'pg';
import { tokenLifetimeSeconds } from './token-issuer.js';

const refreshMs = 2_000;
const revocationsMax = 20_000;

/**
 * Revocations older than this number of seconds are not read: every token that such a revocation
 * concerns has expired.
 */
const windowSeconds = tokenLifetimeSeconds + 300;

const selectRevocations = `
  SELECT kind, id, disabled, extract(epoch FROM revoked_at)::float8 AS "revokedAt" FROM (
    SELECT 'client' AS kind, client_id AS id, disabled, revoked_at FROM access.clients
    UNION ALL
    SELECT 'store', store_id, true, removed_at FROM access.stores) revoked
  WHERE revoked_at > now() - make_interval(secs => $1)
  ORDER BY revoked_at DESC LIMIT $2`;

export interface RevocationsOptions {
  /** Called with the error when a refresh fails. The previous list of revocations stays in use. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Keeps the disabled clients and the removed stores in memory, and reads them again every 2
 * seconds. So their tokens stop working within 5 seconds at each replica, without a query for each
 * request (ledger.md, "Clients and stores").
 */
export class Revocations {
  readonly #pool: Pool;
  readonly #onError: (error: unknown) => void;
  #current = new RevocationList([], { completely: true });
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #stopped = false;
  #reads = 0;
  /**
   * The number of the read that returned `current`. Reads are numbered in the order of their start.
   */
  #currentRead = 0;

  constructor(pool: Pool, options: RevocationsOptions = {}) {
    this.#pool = pool;
    this.#onError = options.onError ?? (() => undefined);
  }

  get current(): RevocationList {
    return this.#current;
  }

  /**
   * Resolves when the revocations have been read for the first time; rejects if they cannot be
   * read.
   */
  async start(): Promise<void> {
    await this.#read();
    this.#schedule();
  }

  /**
   * Reads the revocations at once. Called in the replica that has just revoked something. If the
   * read fails, the next refresh reads them.
   */
  async refresh(): Promise<void> {
    await this.#read().catch(this.#onError);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#refreshing;
  }

  async #read(): Promise<void> {
    const read = (this.#reads += 1);
    const parameters = [windowSeconds, revocationsMax];
    const { rows } = await this.#pool.query<Revocation>(selectRevocations, parameters);
    // A read that began later has already ended: its list is newer than the list of this read.
    if (read < this.#currentRead) return;
    this.#currentRead = read;
    this.#current = new RevocationList(rows, { completely: rows.length < revocationsMax });
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#refreshing = this.refresh().finally(() => {
        this.#schedule();
      });
    }, refreshMs);
    this.#timer.unref();
  }
}

/** The revocations that are recent enough to concern a token that has not expired. */
export class RevocationList {
  readonly #clients: ReadonlyMap<string, RevokedClient>;
  readonly #refusedUpTo: number;
  readonly removedStores: ReadonlySet<string>;

  constructor(revocations: readonly Revocation[], listed: { readonly completely: boolean }) {
    const clients = revocations.filter((entry) => entry.kind === 'client');
    const stores = revocations.filter((entry) => entry.kind === 'store');
    this.#clients = new Map(clients.map((client) => [client.id, client]));
    this.removedStores = new Set(stores.map(({ id }) => id));
    const times = revocations.map(({ revokedAt }) => revokedAt);
    this.#refusedUpTo = listed.completely ? -Infinity : Math.min(...times);
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0 && this.removedStores.size === 0;
  }

  /**
   * True if a token of this client, issued at this time, is revoked. A list that reached its size
   * limit lacks the oldest revocations, so all tokens older than the oldest listed revocation are
   * refused, and their clients have to request new tokens.
   * @param issuedAt the time in the token, in seconds since the epoch
   */
  refuses(clientId: string, issuedAt: number): boolean {
    const revoked = this.#clients.get(clientId);
    if (revoked?.disabled) return true;
    return issuedAt <= Math.max(revoked?.revokedAt ?? -Infinity, this.#refusedUpTo);
  }
}

interface RevokedClient {
  readonly disabled: boolean;
  /** Seconds since the epoch. */
  readonly revokedAt: number;
}

export interface Revocation extends RevokedClient {
  readonly kind: 'client' | 'store';
  readonly id: string;
}

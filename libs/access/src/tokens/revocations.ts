import type { Pool } from 'pg';
import { RevocationList, type Revocation } from './revocation-list.js';
import { tokenLifetimeSeconds } from './token-format.js';

const refreshMs = 2_000;
const revocationsMax = 20_000;

/** An hour and a margin for clocks: what is older no unexpired token can claim. */
const windowSeconds = tokenLifetimeSeconds + 300;

const selectRevocations = `
  SELECT kind, id, disabled, extract(epoch FROM revoked_at)::float8 AS "revokedAt" FROM (
    SELECT 'client' AS kind, client_id AS id, disabled, revoked_at FROM access.clients
    UNION ALL
    SELECT 'store', store_id, true, removed_at FROM access.stores) revoked
  WHERE revoked_at > now() - make_interval(secs => $1)
  ORDER BY revoked_at DESC LIMIT $2`;

export interface RevocationsOptions {
  /** Told when a refresh failed; the last list stays in force. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Holds disabled clients and removed stores in memory, read again every 2 seconds, so that their tokens stop within 5
 * seconds at every replica without a query per request (ledger.md, "Clients and stores").
 */
export class Revocations {
  readonly #pool: Pool;
  readonly #onError: (error: unknown) => void;
  #current = new RevocationList([], { completely: true });
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #stopped = false;

  constructor(pool: Pool, options: RevocationsOptions = {}) {
    this.#pool = pool;
    this.#onError = options.onError ?? (() => undefined);
  }

  get current(): RevocationList {
    return this.#current;
  }

  /** Resolves when the first list is there; rejects if it cannot be read. */
  async start(): Promise<void> {
    await this.#read();
    this.#schedule();
  }

  /** Reads the list now, for the replica at which something was just revoked. A failure leaves it to the next time. */
  async refresh(): Promise<void> {
    await this.#read().catch(this.#onError);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#refreshing;
  }

  async #read(): Promise<void> {
    const parameters = [windowSeconds, revocationsMax];
    const { rows } = await this.#pool.query<Revocation>(selectRevocations, parameters);
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

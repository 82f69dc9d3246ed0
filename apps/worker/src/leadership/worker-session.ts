import { Client } from 'pg';
import { pause, withTimeoutOr } from '#runtime';

/**
 * The id of PostgreSQL's advisory lock that the active worker holds: any number, but the same in
 * every worker.
 */
const lockKey = 7_223_002;
const connectMsMax = 5_000;
const queryMsMax = 60_000;
const closeMsMax = 2_000;

/**
 * With these settings PostgreSQL notices within half a minute that a worker's machine is gone, or
 * froze within a transaction, and then releases the worker's lock.
 */
const serverSide = `
  SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
  SET idle_in_transaction_session_timeout = '30s'`;

/**
 * The connection on which a worker holds the lock and writes the read models. A worker that has
 * lost the lock cannot write the read models, because it has lost the connection too.
 */
export class WorkerSession {
  readonly #ended = new AbortController();

  private constructor(readonly client: Client) {
    const end = (): void => {
      this.#ended.abort();
    };
    client.on('error', end);
    client.on('end', end);
  }

  static async open(databaseUrl: string): Promise<WorkerSession> {
    const client = new Client({
      connectionString: databaseUrl,
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: connectMsMax,
      query_timeout: queryMsMax,
      application_name: 'ledger worker session',
    });
    const session = new WorkerSession(client);
    try {
      await client.connect();
      await client.query(serverSide);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Aborted when the connection, and so the lock, is lost. */
  get lost(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Requests the lock every `everyMs` until the lock is granted. Returns false if the signal is
   * aborted before that.
   */
  async becomeActive(everyMs: number, signal: AbortSignal): Promise<boolean> {
    const until = AbortSignal.any([signal, this.lost]);
    while (!signal.aborted) {
      const { rows } = await this.client.query<{ ours: boolean }>(
        `SELECT pg_try_advisory_lock(${lockKey}) AS ours`,
      );
      if (rows[0]?.ours === true) return true;
      await pause(everyMs, until);
    }
    return false;
  }

  /**
   * Waits a limited time for the end of the connection, because PostgreSQL may never answer on a
   * broken one.
   */
  async close(): Promise<void> {
    const closed = this.client.end().catch(() => undefined);
    await withTimeoutOr(closed, closeMsMax, () => undefined);
  }
}

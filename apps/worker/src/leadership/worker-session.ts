import { Client } from 'pg';
import { pause, withTimeoutOr } from '#runtime';

/** Any number, but the same in every worker: it names the lock that the active one holds. */
const lockKey = 7_223_002;
const connectMsMax = 5_000;
const queryMsMax = 60_000;
const closeMsMax = 2_000;

/**
 * The server notices within half a minute that a worker's machine is gone, or that it froze within
 * a transaction, and gives the lock to another.
 */
const serverSide = `
  SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
  SET idle_in_transaction_session_timeout = '30s'`;

/**
 * The one connection of a worker that both holds the lock and projects. So a worker that lost the
 * lock cannot write any more: the connection that it would write on is the one that is lost.
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

  /** Aborted when the connection, and with it the lock, is gone. */
  get lost(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Asks for the lock every `everyMs` until it is granted; returns false if the signal was aborted
   * before.
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

  /** Bounded: the other side of a broken connection may never answer. */
  async close(): Promise<void> {
    const closed = this.client.end().catch(() => undefined);
    await withTimeoutOr(closed, closeMsMax, () => undefined);
  }
}

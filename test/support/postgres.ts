import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { migrate, startEmbeddedPostgres } from '#runtime';
import type { EmbeddedPostgres, MigrationSet } from '#runtime';
import { putCluster } from './made-cluster.js';
import { reapWithUs } from './reaper.js';
import type { Reaper } from './reaper.js';

const template = 'migrated';
/**
 * Lets a commit return before its data are on the disk, which is faster. Test data need not survive
 * a power failure.
 */
const notSynced = '-c synchronous_commit=off';
/**
 * The application name of the test's connections. `endConnections` spares connections with this
 * name, and ends those of the ledger.
 */
const ownName = 'test';

/**
 * An embedded PostgreSQL server in a temporary folder. Each test gets a fresh database with all
 * migrations applied.
 */
export class TestPostgres {
  private server: EmbeddedPostgres | undefined;
  private reaper: Reaper | undefined;
  private hasEnded = false;
  private databases = 0;
  private password = '';
  private current: { readonly url: string; readonly pool: Pool } | undefined;

  constructor(private readonly sets: readonly MigrationSet[]) {}

  /** The URL of the database of the current test. */
  get url(): string {
    return this.database.url;
  }

  /** Connections to the database of the current test. They are closed after the test. */
  get pool(): Pool {
    return this.database.pool;
  }

  async start(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-test-postgres-'));
    await putCluster(folder);
    this.server = await startEmbeddedPostgres({
      dataDir: folder,
      logger: pino({ level: 'silent' }),
    });
    void this.server.closed.then(() => {
      this.hasEnded = true;
    });
    if (this.server.pid !== undefined) this.reaper = reapWithUs(this.server.pid, folder);
    this.password = await readFile(join(folder, 'postgres.password'), 'utf8');
    await this.administrate(`CREATE DATABASE ${template} OWNER ${this.owner}`);
    const pool = new Pool({ connectionString: this.urlOf(template), options: notSynced });
    await migrate(pool, this.sets);
    await pool.end();
  }

  /**
   * Ends the server at once by SIGQUIT. An orderly stop would first sync files that are deleted
   * anyway.
   */
  async stop(): Promise<void> {
    if (this.server?.pid !== undefined && !this.hasEnded) process.kill(this.server.pid, 'SIGQUIT');
    await this.server?.closed;
    this.reaper?.release();
  }

  async createDatabase(): Promise<void> {
    this.databases += 1;
    const name = `test_${this.databases}`;
    await this.administrate(`CREATE DATABASE ${name} OWNER ${this.owner} TEMPLATE ${template}`);
    await this.administrate(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const url = this.urlOf(name);
    const pool = new Pool({ connectionString: url, application_name: ownName });
    // Without a listener, a lost idle connection would end the test process. Queries on it report
    // the error anyway.
    pool.on('error', () => undefined);
    this.current = { url, pool };
  }

  async closeDatabase(): Promise<void> {
    await this.current?.pool.end();
    this.current = undefined;
  }

  /**
   * Ends the connections of the ledger to the current test's database, as a failover of the server
   * would. `condition` is SQL that selects among them.
   */
  async endConnections(condition = 'true'): Promise<void> {
    const name = new URL(this.url).pathname.slice(1);
    await this.administrate(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND application_name <> '${ownName}' AND (${condition})`,
    );
  }

  private get database(): { readonly url: string; readonly pool: Pool } {
    if (this.current === undefined) throw new Error('There is a database only within a test');
    return this.current;
  }

  private urlOf(name: string): string {
    if (this.server === undefined) throw new Error('PostgreSQL was not started');
    const url = new URL(this.server.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** The database role that the ledger connects as. The role also owns the test databases. */
  private get owner(): string {
    return new URL(this.urlOf(template)).username;
  }

  /** Executes a statement as superuser. */
  private async administrate(sql: string): Promise<void> {
    const url = new URL(this.urlOf('postgres'));
    url.username = 'ledger';
    url.password = this.password.trim();
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

/**
 * Starts one PostgreSQL server for the spec file. Each test in it gets a new, migrated database.
 */
export const usePostgres = (...sets: readonly MigrationSet[]): TestPostgres => {
  const postgres = new TestPostgres(sets);
  beforeAll(async () => postgres.start());
  beforeEach(async () => postgres.createDatabase());
  afterEach(async () => postgres.closeDatabase());
  afterAll(async () => postgres.stop());
  return postgres;
};

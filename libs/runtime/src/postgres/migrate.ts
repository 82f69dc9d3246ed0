import { Client } from 'pg';
import type { Pool } from 'pg';
import { MigrationRefused } from './migration-refused.js';
import type { MigrationSet } from './migration-set.js';
import { refuseNewerSchema } from './newer-schema.js';
import { pendingMigrations } from './pending-migrations.js';
import type { AppliedMigration } from './pending-migrations.js';
import type { DumpedMigration } from './dump/database-dump.js';
import { readMigrations } from './read-migrations.js';
import type { Migration } from './read-migrations.js';

export { MigrationRefused } from './migration-refused.js';
export type { MigrationSet } from './migration-set.js';

/** Any number, but the same in every process: it names the lock. */
const lockKey = 7_223_001;
const lockWaitMsMax = 120_000;

const tableSql = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    set_name   text        NOT NULL,
    file       text        NOT NULL,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (set_name, file)
  )`;

/**
 * Brings the database forward to these sets of migrations, each file in a transaction of its own. Processes
 * that start together wait for one another. Answers the files applied, as `set/file`. Throws
 * `MigrationRefused` when an applied file was changed, or when one fails, and `NewerSchema`, before anything is applied.
 *
 * `upTo`: no others than these, for what was dumped when the database had them.
 */
export const migrate = async (
  pool: Pool,
  sets: readonly MigrationSet[],
  upTo?: readonly DumpedMigration[],
): Promise<string[]> => {
  const all = await Promise.all(sets.map(readMigrations));
  const migrations = upTo === undefined ? all : all.map((set) => only(set, upTo));
  const client = unhurried(pool);
  try {
    await client.connect();
    await client.query('SET statement_timeout = 0');
    await client.query(`SET lock_timeout = ${lockWaitMsMax}`);
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.query('SET lock_timeout = DEFAULT');
    await client.query(tableSql);
    await refuseNewerSchema(client, all);
    const applied: string[] = [];
    for (const set of migrations) applied.push(...(await applySet(client, set)));
    await client.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    return applied;
  } finally {
    // Closing the connection gives the lock back, whatever state the session is in.
    await client.end();
  }
};

/**
 * A connection to the pool's database, without the pool's bounds on a query: they suit requests, while a migration
 * may rewrite a table.
 */
const unhurried = ({ options }: Pool): Client => {
  // The pool hides the password from a spread.
  const client = new Client({
    ...options,
    query_timeout: 0,
    ...(options.password && { password: options.password }),
  });
  // A connection that is lost fails the query under way, or the next; without a listener it would end the process.
  client.on('error', () => undefined);
  return client;
};

const only = (set: readonly Migration[], dumped: readonly DumpedMigration[]): Migration[] => {
  const known = new Map(set.map((migration) => [migration.file, migration]));
  const name = set[0]?.set;
  return dumped
    .filter((migration) => migration.set === name)
    .map(({ file, checksum }) => {
      const migration = known.get(file);
      if (migration?.checksum === checksum) return migration;
      throw new MigrationRefused(
        `${name}/${file}`,
        'this release does not know it as it was applied; take the release that made the backup, or a later one',
      );
    });
};

const applySet = async (client: Client, set: readonly Migration[]): Promise<string[]> => {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT file, checksum FROM schema_migrations WHERE set_name = $1',
    [set[0]?.set],
  );
  const pending = pendingMigrations(set, rows);
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ set: name, file }) => `${name}/${file}`);
};

const apply = async (client: Client, { set, file, sql, checksum }: Migration): Promise<void> => {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      'INSERT INTO schema_migrations (set_name, file, checksum) VALUES ($1, $2, $3)',
      [set, file, checksum],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationRefused(`${set}/${file}`, reason, { cause: error });
  }
};

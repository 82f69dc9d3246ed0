import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Client, type Pool } from 'pg';
import { releaseVersion } from '../release.js';
import type { DumpedMigration } from './dump/dump-schemas.js';

/**
 * The number of the advisory lock. Any number will do, but it has to be the same in every process.
 */
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
 * Applies the migrations of these sets that the database lacks, each file in a separate
 * transaction. Processes that start together wait for one another. Returns the applied files, as
 * `set/file`.
 *
 * Throws `MigrationRefused` if a file fails, or was changed after it was applied. Throws
 * `NewerSchema`, and applies nothing, if a newer release has migrated the database. If `upTo` is
 * given, only files that had been applied when that dump was made are applied.
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
    // Closing the connection releases the lock, even after an error.
    await client.end();
  }
};

/**
 * A connection to the pool's database without the pool's time limits. These limits are meant for
 * requests, and a migration that rewrites a table takes longer.
 */
const unhurried = ({ options }: Pool): Client => {
  // The pool's password is not enumerable, so the spread does not copy it.
  const client = new Client({
    ...options,
    query_timeout: 0,
    ...(options.password && { password: options.password }),
  });
  // A lost connection fails the present or the next query. The connection also emits an error,
  // which without a listener would end the process.
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

export interface Migration {
  readonly set: string;
  readonly file: string;
  readonly sql: string;
  /** Hex SHA-256 of the file. */
  readonly checksum: string;
}

const fileName = /^\d{4}-[a-z0-9-]+\.sql$/;

/**
 * Reads the migrations of a set, in the order in which they are applied. Files that do not end in
 * `.sql` are ignored.
 */
export const readMigrations = async ({ name, directory }: MigrationSet): Promise<Migration[]> => {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const odd = files.find((file) => !fileName.test(file));
  if (odd !== undefined)
    throw new MigrationRefused(`${name}/${odd}`, 'is not named like 0001-what-it-makes.sql');
  if (files.length === 0) throw new MigrationRefused(name, `no files in ${directory.pathname}`);
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(new URL(file, directory));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { set: name, file, sql: bytes.toString('utf8'), checksum };
    }),
  );
};

/** The SQL files of one package, applied in the order of their names (`0001-orders.sql`, ...). */
export interface MigrationSet {
  /** The name of the set; it is stored in databases and never changes. */
  readonly name: string;
  /** A `file:` URL that ends in a slash. */
  readonly directory: URL;
}

export interface AppliedMigration {
  readonly file: string;
  readonly checksum: string;
}

/**
 * The migrations of a set that still have to be applied. Migrations only go forward: a file must
 * not change after it was applied, and no file may be added before one that was applied.
 */
export const pendingMigrations = (
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] => {
  const checksums = new Map(applied.map(({ file, checksum }) => [file, checksum]));
  const newest = applied.reduce((latest, { file }) => (file > latest ? file : latest), '');
  return migrations.filter((migration) => {
    const { set, file, checksum } = migration;
    const known = checksums.get(file);
    if (known === undefined && file < newest)
      throw new MigrationRefused(`${set}/${file}`, `comes before ${newest}, already applied`);
    if (known !== undefined && known !== checksum)
      throw new MigrationRefused(
        `${set}/${file}`,
        'was changed after it was applied; restore the file and put the change in a new one',
      );
    return known === undefined;
  });
};

/**
 * The database and the migration files do not fit each other, or a migration has failed. Nothing of
 * the named file was applied.
 */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';

  constructor(migration: string, why: string, options?: ErrorOptions) {
    super(`Migration ${migration}: ${why}`, options);
  }
}

/**
 * A newer release has migrated the database. Its tables may have a meaning that this release does
 * not know, so this release could write wrong data. Nothing was changed.
 */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

interface Applied {
  readonly set_name: string;
  readonly file: string;
}

type Queryable = Pick<Pool, 'query'>;

const selectSql = 'SELECT set_name, file FROM schema_migrations WHERE set_name = ANY ($1::text[])';

/**
 * Throws `NewerSchema` if the database has a migration that is later than the last migration of the
 * same set in this release.
 */
export const refuseNewerSchema = async (
  client: Queryable,
  sets: readonly (readonly Migration[])[],
): Promise<void> => {
  const newest = new Map(sets.map((set) => [set.at(-1)?.set, set.at(-1)?.file ?? '']));
  const { rows } = await client.query<Applied>(selectSql, [[...newest.keys()]]);
  const newer = rows
    .filter(({ set_name: set, file }) => file > (newest.get(set) ?? ''))
    .map(({ set_name: set, file }) => ({ set, file }))
    .sort((one, other) => (one.file < other.file ? 1 : -1));
  const [last] = newer;
  if (last === undefined) return;
  throw new NewerSchema(
    `The database is of a newer release: its schema ${last.set} is at ${last.file}, and this release ` +
      `(${releaseVersion()}) knows it up to ${newest.get(last.set)}. Nothing was changed. Start the release that the ` +
      'database was used with, or a later one (docs/upgrades.md).',
  );
};

/**
 * Makes the same check as `migrate`, for a process that does not migrate the database: throws
 * `NewerSchema` if a newer release has migrated it. A database without migrations passes.
 */
export const assertSchemasKnown = async (
  pool: Queryable,
  sets: readonly MigrationSet[],
): Promise<void> => {
  const { rows } = await pool.query<{ known: boolean }>(
    `SELECT to_regclass('schema_migrations') IS NOT NULL AS known`,
  );
  if (rows[0]?.known !== true) return;
  await refuseNewerSchema(pool, await Promise.all(sets.map(readMigrations)));
};

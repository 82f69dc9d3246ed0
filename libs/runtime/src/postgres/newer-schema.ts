import type { Pool } from 'pg';
import { releaseVersion } from '../release.js';
import type { MigrationSet } from './migration-set.js';
import { readMigrations } from './read-migrations.js';
import type { Migration } from './read-migrations.js';

/**
 * The database was brought forward by a newer release: its tables may mean something that this one does not know, and
 * what it writes there may be wrong. Nothing was changed.
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

/** Throws `NewerSchema` if a later file was applied than the last of its set here. */
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

/** As above, for a process that does not bring the database forward; one without tables of ours is not newer. */
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

import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import type { DatabaseDump, DumpedMigration, DumpedTable } from './database-dump.js';
import { tablesOf } from './tables-of.js';
import type { Table } from './tables-of.js';

const rowsAtOnce = 1_000;

export interface DumpOptions {
  readonly schemas: readonly string[];
  /** The sets of migrations that made them. */
  readonly sets: readonly string[];
  readonly directory: string;
}

/**
 * Writes all rows of some schemas to files, one a table, as they are at one moment; whatever is written to the database
 * meanwhile. The files are durable when this resolves.
 */
export const dumpSchemas = async (
  pool: Pool,
  { schemas, sets, directory }: DumpOptions,
): Promise<DatabaseDump> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const tables: DumpedTable[] = [];
    for (const table of await tablesOf(client, schemas)) {
      tables.push(await dumpTable(client, table, directory));
    }
    const { takenAt, migrations } = await stateOf(client, sets);
    await client.query('COMMIT');
    return { takenAt, migrations, tables };
  } finally {
    client.release(true);
  }
};

const stateOf = async (client: PoolClient, sets: readonly string[]) => {
  const { rows: migrations } = await client.query<DumpedMigration>(
    `SELECT set_name AS set, file, checksum FROM schema_migrations
     WHERE set_name = ANY ($1) ORDER BY set_name, file`,
    [sets],
  );
  const { rows } = await client.query<{ now: Date }>('SELECT now()');
  return { takenAt: (rows[0]?.now ?? new Date()).toISOString(), migrations };
};

const dumpTable = async (
  client: PoolClient,
  { name }: Table,
  directory: string,
): Promise<DumpedTable> => {
  const fileName = `${name.replaceAll('"', '')}.ndjson`;
  const file = await open(join(directory, fileName), 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let rows = 0;
    for await (const lines of linesOf(client, name)) {
      const text = lines.map((line) => `${line}\n`).join('');
      hash.update(text);
      await file.writeFile(text);
      rows += lines.length;
    }
    await file.sync();
    return { table: name, file: fileName, rows, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
};

async function* linesOf(client: PoolClient, table: string): AsyncGenerator<string[]> {
  await client.query(`DECLARE dumped CURSOR FOR SELECT to_jsonb(t)::text AS line FROM ${table} t`);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${rowsAtOnce} FROM dumped`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query('CLOSE dumped');
}

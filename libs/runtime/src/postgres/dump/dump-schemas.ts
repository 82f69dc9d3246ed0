import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { makeFolder } from '../../instance/data-dir.js';

const rowsAtOnce = 1_000;

export interface DumpOptions {
  readonly schemas: readonly string[];
  /** The names of the migration sets that made these schemas. */
  readonly sets: readonly string[];
  readonly directory: string;
}

/**
 * Writes all rows of the schemas to files, one file for each table. All rows are read in the state
 * of one moment, although the database may be written to meanwhile. When the promise resolves, the
 * files are durable.
 */
export const dumpSchemas = async (
  pool: Pool,
  { schemas, sets, directory }: DumpOptions,
): Promise<DatabaseDump> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    makeFolder(directory, 0o700);
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

/** A migration that had been applied when the database was dumped. */
export interface DumpedMigration {
  readonly set: string;
  readonly file: string;
  readonly checksum: string;
}

/** One dumped table: a file in which each line is a row as JSON. */
export interface DumpedTable {
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
}

/** The dumped tables of some schemas, all of the same moment. */
export interface DatabaseDump {
  /** The moment of the dump by PostgreSQL's clock, ISO 8601. */
  readonly takenAt: string;
  readonly migrations: readonly DumpedMigration[];
  readonly tables: readonly DumpedTable[];
}

/** The files of the dump are changed or incomplete, or the dump does not fit this database. */
export class DumpUnusable extends Error {
  override readonly name = 'DumpUnusable';
}

/** A table of the database, with what is needed to read and write it. */
export interface Table {
  /** The quoted name with its schema, such as `access.clients`. */
  readonly name: string;
  /** The quoted names of the columns, without those that PostgreSQL computes. */
  readonly columns: readonly string[];
  /** The sequences that columns take their values from. */
  readonly sequences: readonly { readonly sequence: string; readonly column: string }[];
}

interface TableRecord extends Table {
  /** The names of other tables that this table's foreign keys point to. */
  readonly references: readonly string[];
}

const tablesSql = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name,
    (SELECT array_agg(format('%I', a.attname) ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
      AS columns,
    coalesce((SELECT json_agg(json_build_object('column', format('%I', a.attname),
        'sequence', pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)))
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) IS NOT NULL),
      '[]') AS sequences,
    array(SELECT format('%I.%I', fn.nspname, fc.relname) FROM pg_constraint k
      JOIN pg_class fc ON fc.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS references
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY 1`;

/** The tables of the schemas. A table comes after those that its foreign keys point to. */
export const tablesOf = async (
  client: ClientBase,
  schemas: readonly string[],
): Promise<readonly Table[]> => {
  const { rows } = await client.query<TableRecord>(tablesSql, [schemas]);
  const ordered: TableRecord[] = [];
  let left = rows;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const free = left.filter(({ references }) => !references.some((name) => waiting.has(name)));
    if (free.length === 0)
      throw new Error(`Tables refer to each other: ${[...waiting].join(', ')}`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
};

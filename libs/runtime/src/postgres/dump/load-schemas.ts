import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import {
  DumpUnusable,
  type DatabaseDump,
  type DumpedTable,
  tablesOf,
  type Table,
} from './dump-schemas.js';
const rowsAtOnce = 1_000;

/** Compares the files of a dump with their hashes. Throws `DumpUnusable`. */
export const checkDump = async (
  directory: string,
  tables: readonly DumpedTable[],
): Promise<void> => {
  for (const { file, sha256 } of tables) {
    const path = join(directory, file);
    if (!/^[\w.]+\.ndjson$/.test(file) || !existsSync(path)) {
      throw new DumpUnusable(`${path} is missing.`);
    }
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== sha256) {
      throw new DumpUnusable(`${path} is not what the manifest says.`);
    }
  }
};

export interface LoadOptions {
  readonly schemas: readonly string[];
  readonly directory: string;
  /** Called in the transaction of the load, after all rows are written. */
  readonly afterwards: (client: PoolClient) => Promise<void>;
}

/**
 * Replaces all rows of the schemas with those of a dump; after a failure, nothing is changed. The
 * schemas must have exactly the migrations that had been applied to them at the dump.
 */
export const loadSchemas = async (
  pool: Pool,
  { tables }: DatabaseDump,
  { schemas, directory, afterwards }: LoadOptions,
): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query(
      "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = 'on'",
    );
    const ours = await tablesOf(client, schemas);
    for (const { name } of [...ours].reverse()) await client.query(`DELETE FROM ${name}`);
    const dumped = new Map(tables.map((table) => [table.table, table]));
    for (const table of ours) {
      const dump = dumped.get(table.name);
      if (dump === undefined) throw new DumpUnusable(`The backup has no table ${table.name}.`);
      dumped.delete(table.name);
      await loadTable(client, table, { dump, directory });
    }
    for (const name of dumped.keys()) throw new DumpUnusable(`There is no table ${name} here.`);
    await afterwards(client);
    await client.query('COMMIT');
  } finally {
    // Closing the connection also rolls back an open transaction.
    client.release(true);
  }
};

const loadTable = async (
  client: PoolClient,
  { name, columns, sequences }: Table,
  { dump, directory }: { dump: DumpedTable; directory: string },
): Promise<void> => {
  const list = columns.join(', ');
  const insert = `INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`;
  let loaded = 0;
  for await (const lines of batchesOf(join(directory, dump.file))) {
    const { rowCount } = await client.query(insert, [`[${lines.join(',')}]`]);
    loaded += rowCount ?? 0;
  }
  if (loaded !== dump.rows) {
    throw new DumpUnusable(`${name} has ${loaded} rows, but the manifest says ${dump.rows}.`);
  }
  for (const { sequence, column } of sequences) {
    await client.query(
      `SELECT setval($1::regclass, max(${column})) FROM ${name} HAVING max(${column}) IS NOT NULL`,
      [sequence],
    );
  }
};

/**
 * The lines of a file, in batches. Only a line feed ends a line: JSON may contain other characters
 * that Node's line readers take for the end of a line.
 */
async function* batchesOf(path: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    batch.push(...lines);
    if (batch.length < rowsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (rest !== '') throw new DumpUnusable(`${path} ends in the middle of a row.`);
  if (batch.length > 0) yield batch;
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { usePostgres } from '../../../../../test/support/postgres.js';
import { checkDump, loadSchemas } from './load-schemas.js';
import { dumpSchemas, type DatabaseDump } from './dump-schemas.js';
const postgres = usePostgres();
const schemas = ['kept'];
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-dump-'));
  await postgres.pool.query(`
    CREATE SCHEMA kept;
    INSERT INTO schema_migrations (set_name, file, checksum)
      VALUES ('kept', '0001-kept.sql', 'c1'), ('other', 'x', 'c2');
    CREATE TABLE kept.parents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
    CREATE TABLE kept.a_children (
      parent bigint NOT NULL REFERENCES kept.parents, bytes bytea, at timestamptz, list text[],
      amount numeric, content json, doubled bigint GENERATED ALWAYS AS (parent * 2) STORED)`);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const fill = async (pool: Pool): Promise<void> => {
  await pool.query(`
    INSERT INTO kept.parents (name) SELECT 'parent ' || n FROM generate_series(1, 2500) n;
    INSERT INTO kept.parents (id, name) OVERRIDING SYSTEM VALUE
      VALUES (9007199254740993, E'line\\nfeed, \\u2028, "quotes", \\\\ and å𝄞'), (-1, NULL);
    INSERT INTO kept.a_children (parent, bytes, at, list, amount, content)
      VALUES (9007199254740993, '\\x00ff0a', '2026-03-29 01:59:59.123456+01', '{a,"b,c",NULL}',
        12345678901234567890.5, '{"b": 1,\n"a": [1.10]}'), (1, NULL, NULL, '{}', NULL, NULL)`);
};

const dump = async (): Promise<DatabaseDump> =>
  dumpSchemas(postgres.pool, { schemas, sets: ['kept'], directory });

const load = async (dumped: DatabaseDump, afterwards = async () => Promise.resolve()) =>
  loadSchemas(postgres.pool, dumped, { schemas, directory, afterwards });

const all = async (): Promise<unknown[]> => {
  const parents = await postgres.pool.query(
    'SELECT t::text AS row FROM kept.parents t ORDER BY id',
  );
  const children = await postgres.pool.query(
    'SELECT (to_jsonb(t))::text AS row FROM kept.a_children t ORDER BY parent',
  );
  return [parents.rows, children.rows];
};

const empty = async (): Promise<void> => {
  await postgres.pool.query('TRUNCATE kept.parents, kept.a_children RESTART IDENTITY');
};

describe('a dump of schemas', () => {
  test('brings back every value, whatever the order of its tables', async () => {
    await fill(postgres.pool);
    const before = await all();
    const dumped = await dump();
    expect(dumped.migrations).toEqual([{ set: 'kept', file: '0001-kept.sql', checksum: 'c1' }]);
    expect(dumped.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['kept.parents', 2502],
      ['kept.a_children', 2],
    ]);
    await empty();
    await checkDump(directory, dumped.tables);
    await load(dumped);
    expect(await all()).toEqual(before);
    const next = 'INSERT INTO kept.parents (name) VALUES ($1) RETURNING id::text';
    expect((await postgres.pool.query(next, ['next'])).rows).toEqual([{ id: '9007199254740994' }]);
  });

  test('is of one moment', async () => {
    await fill(postgres.pool);
    const dumping = dump();
    await postgres.pool.query('DELETE FROM kept.a_children');
    const { tables } = await dumping;
    const rows = new Map(tables.map((table) => [table.table, table.rows]));
    // The table has 2 rows before the deletion and none after it. The dump may be from either
    // moment, but the number of rows that it states must be the number in its file.
    expect([0, 2]).toContain(rows.get('kept.a_children'));
    const text = readFileSync(join(directory, 'kept.a_children.ndjson'), 'utf8');
    expect(text.split('\n').length - 1).toBe(rows.get('kept.a_children'));
  });

  test('is loaded as a whole or not at all', async () => {
    await fill(postgres.pool);
    const dumped = await dump();
    await empty();
    const failing = load(dumped, async () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect(await all()).toEqual([[], []]);
  });

  test('that was changed, or has lost a file, is not loaded', async () => {
    await fill(postgres.pool);
    const dumped = await dump();
    const file = join(directory, 'kept.parents.ndjson');
    appendFileSync(file, '{"id": 5000}\n');
    await expect(checkDump(directory, dumped.tables)).rejects.toThrow('is not what the manifest');
    await empty();
    await expect(load(dumped)).rejects.toThrow('2503 rows, but the manifest says 2502');
    rmSync(file);
    await expect(checkDump(directory, dumped.tables)).rejects.toThrow('is missing');
  });

  test('of other tables than there are here is refused', async () => {
    const dumped = await dump();
    await postgres.pool.query('CREATE TABLE kept.newer (id integer)');
    await expect(load(dumped)).rejects.toThrow('The backup has no table kept.newer');
  });
});

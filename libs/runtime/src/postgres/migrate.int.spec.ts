import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Pool } from 'pg';
import { usePostgres } from '../../../../test/support/postgres.js';
import { MigrationRefused, migrate, type MigrationSet, assertSchemasKnown } from './migrate.js';
const postgres = usePostgres();

let folder: string;
let set: MigrationSet;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-migrations-'));
  set = { name: 'things', directory: pathToFileURL(`${folder}/`) };
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const file = async (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql);

const namesOf = async (table: string): Promise<unknown[]> => {
  const { rows } = await postgres.pool.query<{ name: string }>(
    `SELECT name FROM ${table} ORDER BY name`,
  );
  return rows.map(({ name }) => name);
};

describe('migrations', () => {
  test('are applied in the order of their names, each once', async () => {
    await file('0002-fill.sql', `INSERT INTO things VALUES ('one')`);
    await file('0001-things.sql', 'CREATE TABLE things (name text)');

    expect(await migrate(postgres.pool, [set])).toEqual([
      'things/0001-things.sql',
      'things/0002-fill.sql',
    ]);
    expect(await migrate(postgres.pool, [set])).toEqual([]);
    expect(await namesOf('things')).toEqual(['one']);
  });

  test('go on where they were', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text)');
    await migrate(postgres.pool, [set]);
    await file('0002-fill.sql', `INSERT INTO things VALUES ('one')`);

    expect(await migrate(postgres.pool, [set])).toEqual(['things/0002-fill.sql']);
  });

  test('of several sets do not know of one another', async () => {
    await file('0001-things.sql', 'CREATE TABLE IF NOT EXISTS things (name text)');

    expect(await migrate(postgres.pool, [set, { ...set, name: 'others' }])).toEqual([
      'things/0001-things.sql',
      'others/0001-things.sql',
    ]);
  });

  test('are applied once by processes that start together', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text); SELECT pg_sleep(0.05)');
    await file('0002-fill.sql', `INSERT INTO things VALUES ('one')`);

    const applied = await Promise.all(
      Array.from({ length: 5 }, async () => migrate(postgres.pool, [set])),
    );

    expect(applied.flat()).toHaveLength(2);
    expect(await namesOf('things')).toEqual(['one']);
  });

  test('may take longer, and be waited for longer, than the pool lets a query take', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text); SELECT pg_sleep(0.6)');
    const hurried = new Pool({
      connectionString: postgres.url,
      statement_timeout: 200,
      query_timeout: 300,
    });

    const applied = await Promise.all([migrate(hurried, [set]), migrate(hurried, [set])]).finally(
      async () => hurried.end(),
    );

    expect(applied.flat()).toEqual(['things/0001-things.sql']);
  });

  test('leave the lock free, also when they fail', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text');
    await expect(migrate(postgres.pool, [set])).rejects.toThrow(MigrationRefused);

    const { rows } = await postgres.pool.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (
         SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(rows).toEqual([]);
  });
});

describe('a migration is refused', () => {
  test('if it was changed after it was applied, before anything else is', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text)');
    await migrate(postgres.pool, [set]);
    await file('0001-things.sql', 'CREATE TABLE things (name text, size integer)');
    await file('0002-fill.sql', `INSERT INTO things VALUES ('one')`);

    await expect(migrate(postgres.pool, [set])).rejects.toThrow(
      'Migration things/0001-things.sql: was changed after it was applied',
    );
    expect(await namesOf('things')).toEqual([]);
  });

  test('if it comes before one that is applied', async () => {
    await file('0002-things.sql', 'CREATE TABLE things (name text)');
    await migrate(postgres.pool, [set]);
    await file('0001-earlier.sql', 'CREATE TABLE earlier (name text)');

    await expect(migrate(postgres.pool, [set])).rejects.toThrow(
      'Migration things/0001-earlier.sql: comes before 0002-things.sql',
    );
  });

  test('if PostgreSQL refuses it, and nothing of it stays', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text)');
    await file('0002-broken.sql', `INSERT INTO things VALUES ('one'); SELECT nonsense`);

    await expect(migrate(postgres.pool, [set])).rejects.toThrow(
      'Migration things/0002-broken.sql: column "nonsense" does not exist',
    );
    expect(await namesOf('things')).toEqual([]);
    await file('0002-broken.sql', `INSERT INTO things VALUES ('mended')`);
    expect(await migrate(postgres.pool, [set])).toEqual(['things/0002-broken.sql']);
  });

  test('if its name gives it no place', async () => {
    await file('things.sql', 'CREATE TABLE things (name text)');
    await expect(migrate(postgres.pool, [set])).rejects.toThrow('things/things.sql');
  });

  test('with all others, if the database is of a newer release', async () => {
    await assertSchemasKnown(postgres.pool, []);
    await file('0001-things.sql', 'CREATE TABLE things (name text)');
    await file('0002-fill.sql', `INSERT INTO things VALUES ('one')`);
    await file('0003-more.sql', `INSERT INTO things VALUES ('two')`);
    await migrate(postgres.pool, [set]);
    await assertSchemasKnown(postgres.pool, [set]);
    for (const newer of ['0003-more.sql', '0002-fill.sql']) await rm(join(folder, newer));

    const told =
      /schema things is at 0003-more\.sql, and this release \(\d+\.\d+\.\d+\) knows it up to 0001-things\.sql/;
    const refused = expect.objectContaining({
      name: 'NewerSchema',
      message: expect.stringMatching(told),
    });
    await expect(migrate(postgres.pool, [set])).rejects.toEqual(refused);
    await expect(assertSchemasKnown(postgres.pool, [set])).rejects.toEqual(refused);
    expect(await namesOf('things')).toEqual(['one', 'two']);
  });

  test('not if it is of a set that this process has no use for', async () => {
    await file('0001-things.sql', 'CREATE TABLE things (name text)');
    await migrate(postgres.pool, [set]);
    const other = { ...set, name: 'others' };
    await file('0002-things.sql', 'CREATE TABLE IF NOT EXISTS other_things (name text)');
    await rm(join(folder, '0001-things.sql'));
    expect(await migrate(postgres.pool, [other])).toEqual(['others/0002-things.sql']);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { openPool } from './pool.js';

const postgres = usePostgres();
const lost: string[] = [];
let pool: Pool;

beforeEach(() => {
  lost.length = 0;
  const connection = { connectionString: postgres.url, application_name: 'spec pool', max: 1 };
  pool = openPool(connection, (reason) => lost.push(reason));
});

afterEach(async () => pool.end());

const connections = async (): Promise<number> => {
  const { rowCount } = await postgres.pool.query(
    "SELECT FROM pg_stat_activity WHERE application_name = 'spec pool'",
  );
  return rowCount ?? 0;
};

test('a connection that is lost within a transaction fails its next query, and nothing else', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  let ended = false;
  client.on('end', () => (ended = true));
  await postgres.endConnections("application_name = 'spec pool'");
  await until(() => ended);
  await expect(client.query('COMMIT')).rejects.toThrow('not queryable');
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('one that is lost while nobody uses it is told, and replaced', async () => {
  await pool.query('SELECT 1');
  expect(await connections()).toBe(1);
  await postgres.endConnections("application_name = 'spec pool'");
  await until(() => lost.length === 1);
  expect(lost).toEqual([expect.stringMatching(/terminat/)]);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

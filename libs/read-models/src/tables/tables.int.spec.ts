import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { ColumnSet } from '../sql/table.js';
import { rebuiltTables } from './rebuilt-tables.js';

const postgres = usePostgres(readModelMigrations);

const columnsSql = `
  SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS type,
    a.attnotnull AS required
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.oid = ANY ($1::text[]::regclass[]) AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY 1, 2`;

const longNames = new Map([['timestamptz', 'timestamp with time zone']]);

test('each table has the columns of its declaration, by name, type and whether they may be absent', async () => {
  const { rows } = await postgres.pool.query(columnsSql, [rebuiltTables.map(({ name }) => name)]);
  const declared = rebuiltTables.flatMap(({ name: table, columns }) =>
    Object.entries(columns).map(([name, { sql, stored = sql, isOptional }]) => ({
      table,
      name: new ColumnSet({ [name]: columns[name]! }).names,
      type: longNames.get(stored) ?? stored,
      required: !isOptional,
    })),
  );
  const order = ({ table, name }: { table: string; name: string }): string => `${table} ${name}`;
  declared.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  expect(rows).toEqual(declared);
});

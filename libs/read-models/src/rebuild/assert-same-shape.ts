import type { ClientBase } from 'pg';
import { rebuiltTables } from './shadow-schema.js';
import type { Schemas } from './shadow-schema.js';

/** Columns and indexes of a schema's tables, a line each. */
const shapeSql = `
  SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = $1::regnamespace AND c.relname = ANY ($2) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT replace(pg_get_indexdef(i.indexrelid), $1 || '.', '')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = $1::regnamespace AND c.relname = ANY ($2)
  ORDER BY 1`;

/** Throws if a release migrated the tables that serve since the new ones were made after them. */
export const assertSameShape = async (
  client: ClientBase,
  { live, shadow }: Schemas,
): Promise<void> => {
  const shapes: string[] = [];
  for (const schema of [live, shadow]) {
    const { rows } = await client.query<{ line: string }>(shapeSql, [schema, rebuiltTables]);
    shapes.push(rows.map(({ line }) => line).join('\n'));
  }
  if (shapes[0] !== shapes[1])
    throw new Error('The read models were migrated meanwhile; start the rebuild again');
};

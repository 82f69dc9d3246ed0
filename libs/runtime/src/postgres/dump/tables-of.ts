import type { ClientBase } from 'pg';

/** A table of the database, and what has to be known of it to read and write all of it. */
export interface Table {
  /** With its schema, quoted where necessary: `access.clients`. */
  readonly name: string;
  /** Quoted; without those that PostgreSQL computes. */
  readonly columns: readonly string[];
  /** Sequences that columns take their values from. */
  readonly sequences: readonly { readonly sequence: string; readonly column: string }[];
}

interface TableRecord extends Table {
  /** The tables that its foreign keys point to. */
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

/** The tables of some schemas, each after those that it refers to. */
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

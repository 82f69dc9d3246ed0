import type { ClientBase } from 'pg';
import { keepNoIndexStatisticsSql, keepNoStatisticsSql } from '../tables/order-customers.js';
import { rebuiltNames, rebuiltTables } from '../tables/rebuilt-tables.js';

const isKeyedFirst = (table: string): boolean =>
  rebuiltTables.some(({ name, isKeyedWhileLoading }) => name === table && isKeyedWhileLoading);

interface TableRecord {
  readonly table_name: string;
  readonly options: string | null;
}

interface IndexRecord {
  readonly table_name: string;
  readonly index_name: string;
  readonly definition: string;
  readonly is_key: boolean;
}

/**
 * The names, quoted for SQL, of the schema with the tables in use (`live`) and of the schema with
 * the new tables (`shadow`).
 */
export interface Schemas {
  readonly live: string;
  readonly shadow: string;
}

const tablesSql = `
  SELECT relname AS table_name, array_to_string(reloptions, ', ') AS options
  FROM pg_class WHERE oid = ANY ($1::text[]::regclass[])`;

const indexesSql = `
  SELECT t.relname AS table_name, quote_ident(c.relname) AS index_name,
    pg_get_indexdef(i.indexrelid) AS definition, i.indisprimary AS is_key
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE i.indrelid = ANY ($1::text[]::regclass[])
  ORDER BY array_position($2::text[], t.relname::text), i.indisprimary DESC, c.relname`;

/**
 * A second, empty set of the read models' tables in another schema, which a rebuild fills. The
 * tables are copied from the tables in use (`LIKE`), so that only the migrations define columns and
 * indexes.
 */
export class ShadowSchema {
  private constructor(
    private readonly client: ClientBase,
    readonly schemas: Schemas,
    private readonly indexes: readonly IndexRecord[],
  ) {}

  /**
   * Drops the tables of a killed rebuild, if there are any, and makes the new tables. Afterwards
   * the client's session finds only the new schema, so that it cannot write the tables in use by
   * mistake.
   */
  static async create(client: ClientBase): Promise<ShadowSchema> {
    const schemas = await schemasOf(client);
    const { live, shadow } = schemas;
    // With an empty search path, PostgreSQL writes the schema's name into the definitions of the
    // indexes. The name is replaced later, to make the same indexes in the new schema.
    await client.query(`SET search_path = ''; SET client_min_messages = warning`);
    const names = rebuiltNames.map((table) => `${live}.${table}`);
    const tables = await client.query<TableRecord>(tablesSql, [names]);
    const indexes = await client.query<IndexRecord>(indexesSql, [names, rebuiltNames]);
    const statements = tables.rows.map(
      ({ table_name, options }) => `CREATE TABLE ${shadow}.${table_name} (
        LIKE ${live}.${table_name} INCLUDING ALL EXCLUDING INDEXES)
        ${options === null ? '' : `WITH (${options})`};`,
    );
    await client.query(`
      DROP SCHEMA IF EXISTS ${shadow} CASCADE;
      CREATE SCHEMA ${shadow};
      ${statements.join('\n')}
      ${keepNoStatisticsSql(shadow)};
      CREATE TABLE ${shadow}.projection (LIKE ${live}.projection INCLUDING ALL);
      INSERT INTO ${shadow}.projection (name, position, applied_at) VALUES ('orders', -1, now());
      SET search_path = ${shadow}`);
    const made = new ShadowSchema(client, schemas, indexes.rows);
    await made.#createIndexes(({ table_name, is_key }) => is_key && isKeyedFirst(table_name));
    return made;
  }

  /**
   * Makes the indexes that were not needed during the load, and collects statistics for
   * PostgreSQL's planner.
   */
  async complete(): Promise<void> {
    await this.#createIndexes(({ table_name, is_key }) => !(is_key && isKeyedFirst(table_name)));
    await this.client.query(keepNoIndexStatisticsSql(this.schemas.shadow));
    for (const table of rebuiltNames) await this.client.query(`ANALYZE ${table}`);
  }

  async drop(client: ClientBase): Promise<void> {
    await client.query(`DROP SCHEMA IF EXISTS ${this.schemas.shadow} CASCADE`);
  }

  async #createIndexes(wanted: (index: IndexRecord) => boolean): Promise<void> {
    const { live, shadow } = this.schemas;
    for (const { table_name, index_name, definition, is_key } of this.indexes.filter(wanted)) {
      await this.client.query(definition.replace(` ON ${live}.`, ` ON ${shadow}.`));
      if (is_key)
        await this.client.query(`
          ALTER TABLE ${shadow}.${table_name}
          ADD CONSTRAINT ${index_name} PRIMARY KEY USING INDEX ${index_name}`);
    }
  }
}

/** The schema that the connection uses by default, and the schema of a rebuild's new tables. */
export const schemasOf = async (client: ClientBase): Promise<Schemas> => {
  const { rows } = await client.query<Schemas>(
    `SELECT quote_ident(current_schema()) AS live,
       quote_ident(current_schema() || '_rebuild') AS shadow`,
  );
  const schemas = rows[0];
  if (schemas === undefined) throw new Error('PostgreSQL did not name its schema');
  return schemas;
};

/**
 * The columns and indexes of a schema's tables as lines of text, so that two schemas can be
 * compared.
 */
const shapeSql = `
  SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = $1::regnamespace AND c.relname = ANY ($2) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT replace(pg_get_indexdef(i.indexrelid), $1 || '.', '')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = $1::regnamespace AND c.relname = ANY ($2)
  ORDER BY 1`;

/**
 * Throws if a new release has changed the tables in use since the new tables were copied from them.
 */
export const assertSameShape = async (
  client: ClientBase,
  { live, shadow }: Schemas,
): Promise<void> => {
  const shapes: string[] = [];
  for (const schema of [live, shadow]) {
    const { rows } = await client.query<{ line: string }>(shapeSql, [schema, rebuiltNames]);
    shapes.push(rows.map(({ line }) => line).join('\n'));
  }
  if (shapes[0] !== shapes[1])
    throw new Error('The read models were migrated meanwhile; start the rebuild again');
};

import type { Pool } from 'pg';
import { WrongUsage } from '../../wrong-usage.js';
import { schemas } from './backed-up-schemas.js';

const tablesSql = `
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND (table_schema = ANY ($1)
    OR (table_schema, table_name) = ('public', 'projection'))`;

/** Tables whose one row migrations make, and that are used once it has a position. */
const withPosition = new Set(['webhooks.outbox', 'public.projection']);

/** Throws `WrongUsage` if anything stands in the database that a restore would have to overwrite. */
export const refuseUsedDatabase = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ name: string }>(tablesSql, [schemas]);
  for (const { name } of rows) {
    const used = withPosition.has(name) ? 'WHERE position >= 0' : '';
    const { rowCount } = await pool.query(`SELECT FROM ${name} ${used} LIMIT 1`);
    if (rowCount === 0) continue;
    throw new WrongUsage(
      `The database is in use: ${name} has rows. A backup is restored into an empty one: ` +
        'move DATA_DIR/postgres away, or create a new database and set DATABASE_URL',
    );
  }
};

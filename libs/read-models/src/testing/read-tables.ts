import type { Pool } from 'pg';

const tables = {
  orders: 'order_id',
  captures: 'order_id, capture_id',
  search_texts: 'order_id, text',
  applied_actions: 'order_id, correlation_id',
  settlement_lines: 'store_id, currency, position',
  settlements: 'settlement_id',
  refunds: 'order_id, refund_id',
  refund_outcomes: 'order_id, refund_id',
  terminal_intents: 'order_id, payment_intent',
  reauthorizations: 'order_id, reauthorization_id',
  order_customers: 'order_id',
};

/**
 * All rows that the projection writes, as text, and the projection's position. The times of writing
 * are left out, so that two projections can be compared.
 */
export const readTables = async (pool: Pool): Promise<Record<string, unknown>> => {
  const contents: Record<string, unknown> = {};
  for (const [table, key] of Object.entries(tables)) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} AS t ORDER BY ${key}`,
    );
    contents[table] = rows.map(({ row }) => row);
  }
  const { rows } = await pool.query<{ position: string }>('SELECT position FROM projection');
  return { ...contents, position: rows[0]?.position };
};

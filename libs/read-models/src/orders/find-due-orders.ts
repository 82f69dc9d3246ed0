import type { Pool } from 'pg';
import type { Instant } from '#ledger';
import { readPage } from '../sql/query.js';

export interface DueOrder {
  readonly orderId: string;
  readonly expiresAt: Instant;
}

interface DueRecord {
  readonly order_id: string;
  readonly expires_at: Date;
}

const dueSql = `
  SELECT order_id, expires_at FROM orders
  WHERE status IN ('NotActivated', 'PartActivated') AND expires_at <= $1
    AND ($2::timestamptz IS NULL OR (expires_at, order_id) > ($2, $3::uuid))
  ORDER BY expires_at, order_id LIMIT $4`;

/**
 * Orders with something left whose expiry date has passed at `at`, the longest overdue first; those behind `after`
 * if it is given.
 */
export const findDueOrders = async (
  pool: Pool,
  { at, limit, after }: { readonly at: Instant; readonly limit: number; readonly after?: DueOrder },
): Promise<DueOrder[]> => {
  const query = {
    name: 'find-due-orders',
    text: dueSql,
    values: [at, after?.expiresAt, after?.orderId, limit],
  };
  const rows = await readPage<DueRecord>(pool, query, limit);
  return rows.map(({ order_id, expires_at }) => ({
    orderId: order_id,
    expiresAt: expires_at.toISOString(),
  }));
};

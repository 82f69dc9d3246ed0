import type { Pool } from 'pg';

/** What is still to be told, and what was given up. */
export interface DeliveryBacklog {
  /** Counted up to 100,000. */
  readonly pending: number;
  /** Counted up to 100,000. */
  readonly dead: number;
  /** How long the oldest pending event has waited, in seconds; 0 if none is pending. */
  readonly oldestPendingSeconds: number;
}

const countedMax = 100_000;

const counted = (status: string): string =>
  `(SELECT count(*)::int FROM (SELECT FROM webhooks.deliveries
      WHERE status = '${status}' LIMIT ${countedMax}) counted)`;

const backlogSql = `
  SELECT ${counted('pending')} AS pending, ${counted('dead')} AS dead,
    coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0)::float8
      AS "oldestPendingSeconds"
  FROM (SELECT occurred_at FROM webhooks.deliveries WHERE status = 'pending'
    LIMIT ${countedMax}) pending`;

export const deliveryBacklog = async (pool: Pool): Promise<DeliveryBacklog> => {
  const { rows } = await pool.query<DeliveryBacklog>(backlogSql);
  if (rows[0] === undefined) throw new Error('An aggregate has no row');
  return rows[0];
};

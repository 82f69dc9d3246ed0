import type { Pool } from 'pg';

/** Of one statement, so that none holds many locks or takes long. */
const deliveriesAtOnce = 1_000;

const pruneOld = `
  DELETE FROM webhooks.deliveries WHERE delivery_id IN (
    SELECT delivery_id FROM webhooks.deliveries
    WHERE finished_at < $1 AND status <> 'pending' ORDER BY finished_at LIMIT ${deliveriesAtOnce})`;

const pruneRemoved = `
  DELETE FROM webhooks.deliveries WHERE delivery_id IN (
    SELECT d.delivery_id FROM webhooks.deliveries d JOIN webhooks.endpoints e USING (endpoint_id)
    WHERE e.removed_at IS NOT NULL LIMIT ${deliveriesAtOnce})`;

const dropRemoved = `
  DELETE FROM webhooks.endpoints e
  WHERE removed_at < $1::timestamptz - interval '1 minute'
    AND NOT EXISTS (SELECT FROM webhooks.deliveries d WHERE d.endpoint_id = e.endpoint_id)`;

/** A secret that signs nothing any more is not kept. */
const forgetFormer = `
  UPDATE webhooks.endpoints SET former_secret = NULL, former_until = NULL
  WHERE former_until <= $1`;

export interface Pruning {
  readonly now: Date;
  /** Deliveries that were over so many days ago are deleted. */
  readonly retentionDays: number;
}

/**
 * Deletes a bounded number of old deliveries, and of those of removed endpoints; true if there may be more. And secrets
 * that are over.
 */
export const pruneDeliveries = async (
  pool: Pool,
  { now, retentionDays }: Pruning,
): Promise<boolean> => {
  const oldest = new Date(now.getTime() - retentionDays * 86_400_000);
  const old = await pool.query(pruneOld, [oldest]);
  const removed = await pool.query(pruneRemoved);
  // The outbox may just be writing for an endpoint that it saw before it was removed.
  await pool.query(dropRemoved, [now]);
  await pool.query(forgetFormer, [now]);
  return old.rowCount === deliveriesAtOnce || removed.rowCount === deliveriesAtOnce;
};

import type { Pool } from 'pg';
import type { Delivery, DeliveryStatus } from './delivery.js';

export interface DeliveryListing {
  readonly endpointId: string;
  readonly status?: DeliveryStatus;
  /** Largest number of deliveries to list. */
  readonly limit: number;
  /**
   * Only deliveries about events before this log position are listed. The list goes from newer to
   * older events, so this is the position of the last delivery that was already listed.
   */
  readonly before?: bigint;
}

export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly delivery: Delivery }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'pending' };

const columns = `delivery_id AS "deliveryId", event_id AS "eventId", stream, position,
  event_type AS event, status, attempts, next_attempt_at AS "nextAttemptAt",
  last_attempt_at AS "lastAttemptAt", last_status AS "lastStatus", last_error AS "lastError"`;

const selectPage = `
  SELECT ${columns} FROM webhooks.deliveries
  WHERE endpoint_id = $1 AND ($2::text IS NULL OR status = $2)
    AND ($3::bigint IS NULL OR position < $3)
  ORDER BY position DESC LIMIT $4`;

const isListening = `EXISTS (
    SELECT FROM webhooks.endpoints e WHERE e.endpoint_id = $1 AND e.removed_at IS NULL)`;

/**
 * Makes a finished delivery pending again, with 0 attempts so far. The delivery is again sent
 * before later deliveries of the same stream.
 */
const replay = `
  UPDATE webhooks.deliveries
  SET status = 'pending', attempts = 0, next_attempt_at = $3, finished_at = NULL, claim = NULL
  WHERE endpoint_id = $1 AND delivery_id = $2 AND status <> 'pending' AND ${isListening}
  RETURNING ${columns}`;

const exists = `
  SELECT FROM webhooks.deliveries WHERE endpoint_id = $1 AND delivery_id = $2
    AND ${isListening}`;

interface DeliveryRow {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly stream: string;
  readonly position: string;
  readonly event: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

const toDelivery = (row: DeliveryRow): Delivery => {
  const { nextAttemptAt, lastAttemptAt, lastStatus, lastError, ...same } = row;
  return {
    ...same,
    position: BigInt(row.position),
    ...(row.status === 'pending' && { nextAttemptAt: nextAttemptAt.toISOString() }),
    ...(lastAttemptAt !== null && { lastAttemptAt: lastAttemptAt.toISOString() }),
    ...(lastStatus !== null && { lastStatus }),
    ...(lastError !== null && { lastError }),
  };
};

/** Lists the deliveries to an endpoint with their outcomes, and repeats finished ones. */
export class DeliveryLog {
  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Lists some of the deliveries to an endpoint, those about the newest events first. */
  async list({ endpointId, status, limit, before }: DeliveryListing): Promise<Delivery[]> {
    const { rows } = await this.pool.query<DeliveryRow>(selectPage, [
      endpointId,
      status,
      before,
      limit,
    ]);
    return rows.map(toDelivery);
  }

  /**
   * Makes a finished delivery pending again, with 0 attempts so far. The message is sent once the
   * earlier deliveries of the same stream are finished.
   */
  async replay(endpointId: string, deliveryId: string): Promise<ReplayOutcome> {
    const own = [endpointId, deliveryId];
    const { rows } = await this.pool.query<DeliveryRow>(replay, [...own, this.now()]);
    if (rows[0] !== undefined) return { kind: 'replayed', delivery: toDelivery(rows[0]) };
    const { rowCount } = await this.pool.query(exists, own);
    return { kind: rowCount === 0 ? 'not-found' : 'pending' };
  }
}

/** The number of pending deliveries, and the number of deliveries that were given up. */
export interface DeliveryBacklog {
  /** At most 100,000; more are not counted. */
  readonly pending: number;
  /** At most 100,000; more are not counted. */
  readonly dead: number;
  /** The age of the oldest event with a pending delivery, in seconds; 0 if none is pending. */
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

/**
 * The limit of rows that one statement deletes, so that the statement holds few locks and ends
 * soon.
 */
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

/** Deletes the earlier secrets whose hours are over; messages are no longer signed with them. */
const forgetFormer = `
  UPDATE webhooks.endpoints SET
    former_secret = CASE WHEN former_until > $1 THEN former_secret END,
    former_until = CASE WHEN former_until > $1 THEN former_until END,
    (older_secrets, older_until) = (
      SELECT coalesce(array_agg(secret ORDER BY n), '{}'), coalesce(array_agg(until ORDER BY n), '{}')
      FROM unnest(older_secrets, older_until) WITH ORDINALITY AS older (secret, until, n)
      WHERE until > $1)
  WHERE least(former_until, (SELECT min(until) FROM unnest(older_until) AS until)) <= $1`;

export interface Pruning {
  readonly now: Date;
  /** The number of days after which finished deliveries are deleted. */
  readonly retentionDays: number;
}

/**
 * Deletes old deliveries and the deliveries of removed endpoints, at most 1,000 of each. Also
 * deletes expired secrets. Returns true if there may be more deliveries to delete.
 */
export const pruneDeliveries = async (
  pool: Pool,
  { now, retentionDays }: Pruning,
): Promise<boolean> => {
  const oldest = new Date(now.getTime() - retentionDays * 86_400_000);
  const old = await pool.query(pruneOld, [oldest]);
  const removed = await pool.query(pruneRemoved);
  // The row of a removed endpoint is deleted only a minute after the removal: the outbox may still
  // write deliveries for an endpoint that it read before the removal.
  await pool.query(dropRemoved, [now]);
  await pool.query(forgetFormer, [now]);
  return old.rowCount === deliveriesAtOnce || removed.rowCount === deliveriesAtOnce;
};

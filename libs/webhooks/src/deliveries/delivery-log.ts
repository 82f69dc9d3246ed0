import type { Pool } from 'pg';
import type { Delivery, DeliveryStatus } from './delivery.js';

export interface DeliveryListing {
  readonly endpointId: string;
  readonly status?: DeliveryStatus;
  /** At most this many. */
  readonly limit: number;
  /** Position of the last one of the page before; the list goes back in the log. */
  readonly before?: bigint;
}

export type Replayed =
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

/** Whatever its end was: it counts as new, but keeps its place in its stream. */
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

/** What became of the deliveries to an endpoint. */
export class DeliveryLog {
  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The newest events first. */
  async list({ endpointId, status, limit, before }: DeliveryListing): Promise<Delivery[]> {
    const { rows } = await this.pool.query<DeliveryRow>(selectPage, [
      endpointId,
      status,
      before,
      limit,
    ]);
    return rows.map(toDelivery);
  }

  /** Sends a delivery that is over again, with all its attempts, as soon as those before it are done. */
  async replay(endpointId: string, deliveryId: string): Promise<Replayed> {
    const own = [endpointId, deliveryId];
    const { rows } = await this.pool.query<DeliveryRow>(replay, [...own, this.now()]);
    if (rows[0] !== undefined) return { kind: 'replayed', delivery: toDelivery(rows[0]) };
    const { rowCount } = await this.pool.query(exists, own);
    return { kind: rowCount === 0 ? 'not-found' : 'pending' };
  }
}

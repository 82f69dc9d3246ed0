import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type AttemptOutcome, type ClaimedDelivery, isDelivered } from './delivery.js';

/**
 * The time for which a claimed delivery belongs to a worker; longer than any attempt takes. After
 * this time the attempt counts as lost, and the delivery can be claimed again.
 */
const leaseMs = 60_000;

export interface ClaimLimits {
  /** The limit of deliveries that one call claims. */
  readonly claimsMax: number;
  /** The limit of attempts at the same time for each endpoint, including the attempts under way. */
  readonly attemptsPerEndpointMax: number;
  /** The number of attempts under way, by endpoint. */
  readonly underWay: ReadonlyMap<string, number>;
}

/**
 * Claims the first due delivery of each stream, up to the limit of each endpoint. A delivery waits
 * for an earlier pending delivery of its stream, so that the messages about an order arrive in
 * order.
 */
const claimDue = `
  WITH due AS (
    SELECT first.delivery_id
    FROM webhooks.endpoints e
    LEFT JOIN unnest($3::uuid[], $4::integer[]) AS under_way (endpoint_id, attempts)
      ON under_way.endpoint_id = e.endpoint_id
    CROSS JOIN LATERAL (
      SELECT d.delivery_id, d.next_attempt_at FROM webhooks.deliveries d
      WHERE d.endpoint_id = e.endpoint_id AND d.status = 'pending' AND d.next_attempt_at <= $1
        AND NOT EXISTS (
          SELECT FROM webhooks.deliveries before
          WHERE before.endpoint_id = d.endpoint_id AND before.stream = d.stream
            AND before.status = 'pending' AND before.position < d.position)
      ORDER BY d.next_attempt_at, d.position
      LIMIT greatest(0, $2 - coalesce(under_way.attempts, 0))
      FOR UPDATE OF d SKIP LOCKED) first
    WHERE e.removed_at IS NULL
    ORDER BY first.next_attempt_at LIMIT $5)
  UPDATE webhooks.deliveries d
  SET claim = $6, attempts = attempts + 1, last_attempt_at = $1, next_attempt_at = $7
  FROM due, webhooks.endpoints e
  WHERE d.delivery_id = due.delivery_id AND e.endpoint_id = d.endpoint_id
    AND e.removed_at IS NULL
  RETURNING d.delivery_id AS "deliveryId", d.claim, d.attempts, d.endpoint_id AS "endpointId",
    e.kind, e.url, e.secret,
    ARRAY(
      SELECT former.secret
      FROM unnest(e.former_secret || e.older_secrets, e.former_until || e.older_until)
        WITH ORDINALITY AS former (secret, until, n)
      WHERE former.until > $1 ORDER BY n) AS "formerSecrets",
    d.event_id AS "eventId", d.occurred_at AS "occurredAt", d.correlation_id AS "correlationId",
    d.body`;

/** Marks a delivery as finished, and makes the next delivery of its stream due at once. */
const finish = `
  WITH done AS (
    UPDATE webhooks.deliveries
    SET status = $3, finished_at = $4, claim = NULL, last_status = $5, last_error = $6
    WHERE delivery_id = $1 AND claim = $2 AND status = 'pending'
    RETURNING endpoint_id, stream, position)
  UPDATE webhooks.deliveries next SET next_attempt_at = $4
  FROM done
  WHERE next.endpoint_id = done.endpoint_id AND next.stream = done.stream
    AND next.status = 'pending' AND next.claim IS NULL AND next.next_attempt_at > $4
    AND next.position = (
      SELECT min(d.position) FROM webhooks.deliveries d
      WHERE d.endpoint_id = done.endpoint_id AND d.stream = done.stream
        AND d.status = 'pending' AND d.position > done.position)`;

/**
 * Postpones a failed delivery to its next attempt. Later deliveries of the same stream have to wait
 * for it, so they get the same time. A later delivery that is being attempted keeps its own time:
 * an earlier delivery that had ended may be replayed, and fail, while a later one is being sent.
 */
const putOff = `
  UPDATE webhooks.deliveries d SET next_attempt_at = $3,
    claim = CASE WHEN d.delivery_id = $1 THEN NULL ELSE d.claim END,
    last_status = CASE WHEN d.delivery_id = $1 THEN $4::integer ELSE d.last_status END,
    last_error = CASE WHEN d.delivery_id = $1 THEN $5::text ELSE d.last_error END
  FROM webhooks.deliveries own
  WHERE own.delivery_id = $1 AND own.claim = $2 AND own.status = 'pending'
    AND d.endpoint_id = own.endpoint_id AND d.stream = own.stream AND d.status = 'pending'
    AND d.position >= own.position AND (d.claim IS NULL OR d.delivery_id = own.delivery_id)`;

/**
 * Returns a delivery to the queue after the worker interrupted the attempt in order to stop. The
 * interruption says nothing about the receiver, so the attempt does not count and the delivery is
 * due again at once.
 */
const giveBack = `
  UPDATE webhooks.deliveries SET next_attempt_at = $3, claim = NULL, attempts = attempts - 1
  WHERE delivery_id = $1 AND claim = $2 AND status = 'pending'`;

/**
 * Returns the deliveries of one claim to the queue. Used if the answer to the claim was lost,
 * because then no worker attempts these deliveries.
 */
const giveUp = `
  UPDATE webhooks.deliveries SET next_attempt_at = $2, claim = NULL, attempts = attempts - 1
  WHERE claim = $1 AND status = 'pending'`;

/**
 * Claims deliveries whose next attempt is due, so that no other worker sends them, and records
 * their outcomes. All times are from the caller's clock.
 */
export class DeliveryQueue {
  /**
   * The id of the newest claim, as long as its answer has not arrived. If the answer was lost, the
   * deliveries of this claim have to be returned to the queue.
   */
  #unanswered: string | undefined;

  constructor(private readonly pool: Pool) {}

  /**
   * Claims deliveries whose next attempt is due. Each of them belongs to this worker until its
   * lease, a fixed time, ends. Calls must not overlap.
   */
  async claim(
    now: Date,
    { claimsMax, attemptsPerEndpointMax, underWay }: ClaimLimits,
  ): Promise<ClaimedDelivery[]> {
    if (claimsMax <= 0) return [];
    if (this.#unanswered !== undefined) await this.pool.query(giveUp, [this.#unanswered, now]);
    this.#unanswered = randomUUID();
    const { rows } = await this.pool.query<ClaimedDelivery>(claimDue, [
      now,
      attemptsPerEndpointMax,
      [...underWay.keys()],
      [...underWay.values()],
      claimsMax,
      this.#unanswered,
      new Date(now.getTime() + leaseMs),
    ]);
    this.#unanswered = undefined;
    return rows;
  }

  /**
   * Records the outcome of an attempt. Has no effect if the claim's time (the lease) is over and a
   * new attempt was begun.
   */
  async settle(
    { deliveryId, claim, attempts }: ClaimedDelivery,
    attempted: AttemptOutcome,
    now: Date,
  ): Promise<void> {
    if (attempted.kind === 'broken-off') {
      await this.pool.query(giveBack, [deliveryId, claim, now]);
      return;
    }
    const status = attempted.kind === 'answered' ? attempted.status : null;
    const error = attempted.kind === 'failed' ? attempted.reason : null;
    const isDone = isDelivered(attempted);
    const next = isDone ? undefined : nextAttemptAt(attempts, now);
    if (next === undefined) {
      const end = isDone ? 'delivered' : 'dead';
      await this.pool.query(finish, [deliveryId, claim, end, now, status, error]);
    } else {
      await this.pool.query(putOff, [deliveryId, claim, next, status, error]);
    }
  }
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The delay after each failed attempt, in milliseconds (walley.md, "Webhooks"). */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  10 * second,
  3 * minute,
  1 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  24 * hour,
];

/**
 * The time of the next attempt after this number of failures; `undefined` after the last attempt.
 */
export const nextAttemptAt = (failures: number, failedAt: Date): Date | undefined => {
  const delayMs = retryDelaysMs[failures - 1];
  return delayMs === undefined ? undefined : new Date(failedAt.getTime() + delayMs);
};

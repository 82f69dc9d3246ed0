import type { Pool } from 'pg';
import type { BreakerState } from '../gateway-metrics.js';
import type { Doubt } from '../outcome.js';
import { shareOfStore, storableParameter, storesWithDue } from './backlog-statements.js';

/** The migrations of the gateway's tables, for the function `migrate` of libs/runtime. */
export const gatewayMigrations = {
  name: 'gateway',
  directory: new URL('./migrations/', import.meta.url),
} as const;

/** An order that may need a call to the gateway. */
export interface NotedOrder {
  readonly orderId: string;
  /** The id of the order's store; empty in rows that an earlier release of the ledger wrote. */
  readonly storeId: string;
  /** Position in the log of the latest event that may require a call to the gateway. */
  readonly position: bigint;
}

export interface DueOrder extends NotedOrder {
  readonly attempts: number;
  readonly reason?: Doubt['reason'];
}

export interface BacklogStatus {
  /**
   * The number of orders that wait. Counting ends at `countedMax` (100,000), so there may be more.
   */
  readonly waiting: number;
  /** The number of seconds for which the oldest order in the table has waited; 0 if none waits. */
  readonly oldestSeconds: number;
  /**
   * The state of the active worker's circuit breaker; `undefined` if no worker has written a state
   * for 30 seconds.
   */
  readonly breaker: BreakerState | undefined;
  readonly breakerSince: Date | undefined;
}

const countedMax = 100_000;
/**
 * A state of the circuit breaker that was written longer ago than this counts as unknown. The
 * active worker writes the state every few seconds.
 */
const seenSecondsMax = 30;

// Statements that lock several rows lock them in the order of their ids. Otherwise two of them that
// run at the same time could each wait for a row that the other has locked, and PostgreSQL would
// cancel one.

const noteSql = `
  INSERT INTO gateway.orders AS kept (order_id, store_id, position, noted_at, next_at)
  SELECT order_id, store_id, position, clock_timestamp(),
    clock_timestamp() + $4 * interval '1 second'
  FROM unnest($1::text[], $2::text[], $3::bigint[]) AS noted (order_id, store_id, position)
  ORDER BY order_id
  ON CONFLICT (order_id) DO UPDATE SET store_id = excluded.store_id,
    position = greatest(kept.position, excluded.position),
    next_at = least(kept.next_at, excluded.next_at)`;

const dueSql = `
  ${storesWithDue('gateway.orders')}
  SELECT order_id AS "orderId", store_id AS "storeId", position, attempts, reason
  FROM stores CROSS JOIN LATERAL (
    SELECT order_id, position, attempts, reason, next_at FROM gateway.orders
    WHERE store_id = stores.store_id AND next_at <= now() AND order_id <> ALL ($3::text[])
    ORDER BY next_at LIMIT ${shareOfStore}
  ) AS due
  ORDER BY next_at LIMIT $1`;

const finishSql = `
  WITH finished AS (
    SELECT kept.order_id FROM gateway.orders AS kept
    JOIN unnest($1::text[], $2::bigint[]) AS done (order_id, position) USING (order_id)
    WHERE kept.position <= done.position
    ORDER BY kept.order_id FOR UPDATE OF kept)
  DELETE FROM gateway.orders AS kept USING finished WHERE kept.order_id = finished.order_id`;

const postponeSql = `
  INSERT INTO gateway.orders AS kept
    (order_id, store_id, position, noted_at, next_at, attempts, reason, message)
  VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond', 1,
    $5, $6)
  ON CONFLICT (order_id) DO UPDATE SET store_id = excluded.store_id,
    position = greatest(kept.position, excluded.position), next_at = excluded.next_at,
    attempts = CASE WHEN kept.reason = excluded.reason THEN kept.attempts + 1 ELSE 1 END,
    reason = excluded.reason, message = excluded.message`;

const resumeSql = `
  WITH postponed AS (
    SELECT order_id FROM gateway.orders WHERE next_at > clock_timestamp()
    ORDER BY order_id FOR UPDATE)
  UPDATE gateway.orders AS kept SET next_at = clock_timestamp()
  FROM postponed WHERE kept.order_id = postponed.order_id`;

const seeSql = `
  INSERT INTO gateway.state AS kept (breaker, since, seen_at)
  VALUES ($1, clock_timestamp(), clock_timestamp())
  ON CONFLICT (only_row) DO UPDATE SET breaker = excluded.breaker, seen_at = excluded.seen_at,
    since = CASE WHEN kept.breaker = excluded.breaker THEN kept.since ELSE excluded.since END`;

const statusSql = `
  SELECT waiting, coalesce(extract(epoch FROM clock_timestamp() - oldest), 0)::float8
    AS "oldestSeconds", breaker, since
  FROM (
    SELECT count(*)::int AS waiting, min(noted_at) AS oldest
    FROM (SELECT noted_at FROM gateway.orders ORDER BY noted_at LIMIT ${countedMax}) AS counted
  ) AS orders
  LEFT JOIN gateway.state
    ON seen_at > clock_timestamp() - interval '${seenSecondsMax} seconds'`;

/** The orders that wait for the gateway, in the table `gateway.orders`. */
export class GatewayBacklog {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /**
   * Writes orders into the table `gateway.orders`, to become due after `leaseSeconds`. Use 0 for
   * orders that no worker has in memory. An order that was postponed for a longer time becomes due
   * after `leaseSeconds` too, because its new event may need a call.
   */
  async note(orders: readonly NotedOrder[], leaseSeconds: number): Promise<void> {
    if (orders.length === 0) return;
    const noted = lastOfEach(orders);
    const columns = [
      noted.map(({ orderId }) => orderId),
      noted.map(({ storeId }) => storeId),
      noted.map(({ position }) => String(position)),
    ];
    await this.#pool.query(noteSql, [...columns, leaseSeconds].map(storableParameter));
  }

  /**
   * The orders that are due. Each store gets about the same number, and its longest due orders come
   * first. `limit` is the largest number of orders in all. The orders and stores in `others` are
   * left out.
   */
  async due(
    limit: number,
    others: { readonly orders: readonly string[]; readonly stores: readonly string[] },
  ): Promise<readonly DueOrder[]> {
    const { rows } = await this.#pool.query<{
      readonly orderId: string;
      readonly storeId: string;
      readonly position: string;
      readonly attempts: number;
      readonly reason: Doubt['reason'] | null;
    }>(dueSql, [limit, others.stores, others.orders].map(storableParameter));
    return rows.map(({ reason, ...row }) => ({
      ...{ ...row, position: BigInt(row.position) },
      ...(reason !== null && { reason }),
    }));
  }

  /**
   * Deletes from the table the orders that need no more calls to the gateway. An order stays if a
   * later event of the order has been added since.
   */
  async finish(orders: readonly NotedOrder[]): Promise<void> {
    if (orders.length === 0) return;
    const done = lastOfEach(orders);
    const columns = [
      done.map(({ orderId }) => orderId),
      done.map(({ position }) => String(position)),
    ];
    await this.#pool.query(finishSql, columns.map(storableParameter));
  }

  /**
   * Postpones an order, because the outcome of its newest attempt is unknown: the next attempt is
   * due after `afterMs` milliseconds. The reason is kept in the table for operators.
   */
  async postpone(
    { orderId, storeId, position }: NotedOrder,
    { reason, message }: Doubt,
    afterMs: number,
  ): Promise<void> {
    const order = [orderId, storeId, String(position)];
    await this.#pool.query(
      postponeSql,
      [...order, afterMs, reason, message].map(storableParameter),
    );
  }

  /**
   * Makes the next attempt of all waiting orders due now. Called by a worker that becomes the
   * active one.
   */
  async resume(): Promise<void> {
    await this.#pool.query(resumeSql);
  }

  async see(breaker: BreakerState): Promise<void> {
    await this.#pool.query(seeSql, [breaker]);
  }

  async status(): Promise<BacklogStatus> {
    const { rows } = await this.#pool.query<{
      readonly waiting: number;
      readonly oldestSeconds: number;
      readonly breaker: BreakerState | null;
      readonly since: Date | null;
    }>(statusSql);
    const { waiting = 0, oldestSeconds = 0, breaker, since } = rows[0] ?? {};
    const state = { breaker: breaker ?? undefined, breakerSince: since ?? undefined };
    return { waiting, oldestSeconds, ...state };
  }
}

/**
 * Each order once, with its highest position: one SQL statement may not write the same row twice.
 */
const lastOfEach = (orders: readonly NotedOrder[]): NotedOrder[] => {
  const last = new Map<string, NotedOrder>();
  for (const order of orders) {
    const former = last.get(order.orderId);
    if (former === undefined || order.position > former.position) last.set(order.orderId, order);
  }
  return [...last.values()];
};

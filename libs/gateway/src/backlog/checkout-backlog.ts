import type { Pool } from 'pg';
import { shareOfStore, storableParameter, storesWithDue } from './backlog-statements.js';

/** A payment intent that a checkout made to charge a card for an order. */
export interface BegunCheckout {
  readonly orderId: string;
  /** The id of the order's store; empty in rows that an earlier release of the ledger wrote. */
  readonly storeId: string;
  readonly paymentIntent: string;
}

export interface DueCheckout extends BegunCheckout {
  /** The number of times that the payment intent was read to find its outcome. */
  readonly looks: number;
}

const noteSql = `
  INSERT INTO gateway.checkouts (order_id, payment_intent, store_id, next_at)
  SELECT order_id, payment_intent, store_id, clock_timestamp() + $4 * interval '1 millisecond'
  FROM unnest($1::text[], $2::text[], $3::text[]) AS begun (order_id, payment_intent, store_id)
  ORDER BY order_id, payment_intent
  ON CONFLICT DO NOTHING`;

const dueSql = `
  ${storesWithDue('gateway.checkouts')}
  SELECT order_id AS "orderId", payment_intent AS "paymentIntent", store_id AS "storeId", looks
  FROM stores CROSS JOIN LATERAL (
    SELECT order_id, payment_intent, looks, next_at FROM gateway.checkouts
    WHERE store_id = stores.store_id AND next_at <= now()
    ORDER BY next_at LIMIT ${shareOfStore}
  ) AS due
  ORDER BY next_at LIMIT $1`;

const postponeSql = `
  UPDATE gateway.checkouts
  SET looks = $3, next_at = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE order_id = $1 AND payment_intent = $2`;

/** Locks its rows in the order of their ids, as all statements on several rows do. */
const finishSql = `
  WITH finished AS (
    SELECT kept.order_id, kept.payment_intent FROM gateway.checkouts AS kept
    JOIN unnest($1::text[], $2::text[]) AS done (order_id, payment_intent)
      USING (order_id, payment_intent)
    ORDER BY kept.order_id, kept.payment_intent FOR UPDATE OF kept)
  DELETE FROM gateway.checkouts AS kept USING finished
  WHERE kept.order_id = finished.order_id AND kept.payment_intent = finished.payment_intent`;

const columns = (checkouts: readonly BegunCheckout[]): [string[], string[]] => [
  checkouts.map(({ orderId }) => orderId),
  checkouts.map(({ paymentIntent }) => paymentIntent),
];

/** The card checkouts whose outcome is not in the log yet, in the table `gateway.checkouts`. */
export class CheckoutBacklog {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /**
   * Adds checkouts to the table `gateway.checkouts`. Their payment intents are to be read after
   * `afterMs` milliseconds. Rows that exist already are not changed.
   */
  async note(checkouts: readonly BegunCheckout[], afterMs: number): Promise<void> {
    if (checkouts.length === 0) return;
    const stores = checkouts.map(({ storeId }) => storeId);
    await this.#pool.query(
      noteSql,
      [...columns(checkouts), stores, afterMs].map(storableParameter),
    );
  }

  /**
   * The checkouts whose payment intents are to be read now. Each store gets about the same number,
   * and its longest due checkouts come first.
   */
  async due(limit: number): Promise<readonly DueCheckout[]> {
    return (await this.#pool.query<DueCheckout>(dueSql, [limit, []])).rows;
  }

  async postpone({ orderId, paymentIntent, looks }: DueCheckout, afterMs: number): Promise<void> {
    await this.#pool.query(
      postponeSql,
      [orderId, paymentIntent, looks, afterMs].map(storableParameter),
    );
  }

  async finish(checkouts: readonly BegunCheckout[]): Promise<void> {
    if (checkouts.length > 0)
      await this.#pool.query(finishSql, columns(checkouts).map(storableParameter));
  }
}

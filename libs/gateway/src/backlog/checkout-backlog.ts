import type { Pool } from 'pg';

/** A payment intent on which a checkout asks cards for an order. */
export interface BegunCheckout {
  readonly orderId: string;
  readonly paymentIntent: string;
}

export interface DueCheckout extends BegunCheckout {
  /** Number of times that the intent was looked at. */
  readonly looks: number;
}

const noteSql = `
  INSERT INTO gateway.checkouts (order_id, payment_intent, next_at)
  SELECT order_id, payment_intent, clock_timestamp() + $3 * interval '1 millisecond'
  FROM unnest($1::text[], $2::text[]) AS begun (order_id, payment_intent)
  ON CONFLICT DO NOTHING`;

const dueSql = `
  SELECT order_id AS "orderId", payment_intent AS "paymentIntent", looks FROM gateway.checkouts
  WHERE next_at <= clock_timestamp() ORDER BY next_at LIMIT $1`;

const postponeSql = `
  UPDATE gateway.checkouts
  SET looks = $3, next_at = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE order_id = $1 AND payment_intent = $2`;

const finishSql = `
  DELETE FROM gateway.checkouts AS kept
  USING unnest($1::text[], $2::text[]) AS done (order_id, payment_intent)
  WHERE kept.order_id = done.order_id AND kept.payment_intent = done.payment_intent`;

const columns = (checkouts: readonly BegunCheckout[]): [string[], string[]] => [
  checkouts.map(({ orderId }) => orderId),
  checkouts.map(({ paymentIntent }) => paymentIntent),
];

/** The checkouts by card of which the outcome is not in the log yet, in PostgreSQL. */
export class CheckoutBacklog {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /** Notes checkouts, to be looked at after this time. Those that are known stay as they are. */
  async note(checkouts: readonly BegunCheckout[], afterMs: number): Promise<void> {
    if (checkouts.length > 0) await this.#pool.query(noteSql, [...columns(checkouts), afterMs]);
  }

  /** Checkouts to look at now, the longest due first. */
  async due(limit: number): Promise<readonly DueCheckout[]> {
    return (await this.#pool.query<DueCheckout>(dueSql, [limit])).rows;
  }

  async postpone({ orderId, paymentIntent, looks }: DueCheckout, afterMs: number): Promise<void> {
    await this.#pool.query(postponeSql, [orderId, paymentIntent, looks, afterMs]);
  }

  async finish(checkouts: readonly BegunCheckout[]): Promise<void> {
    if (checkouts.length > 0) await this.#pool.query(finishSql, columns(checkouts));
  }
}

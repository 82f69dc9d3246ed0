import type { Pool } from 'pg';
import { openPool } from '#runtime';
import { until } from '../system/until.js';

/** An order as the read model has it, in minor units. */
export interface ReadOrder {
  readonly id: string;
  readonly captured: number;
  readonly captures: number;
  readonly capturesAmount: number;
}

const ordersAtOnce = 5_000;
const catchUpWithinMs = 1_800_000;

const selectOrders = `SELECT o.order_id::text AS id, o.captured, count(c.capture_id) AS captures,
    coalesce(sum(c.amount), 0) AS "capturesAmount"
  FROM orders o LEFT JOIN captures c USING (order_id)
  WHERE o.order_id = ANY($1::uuid[])
  GROUP BY o.order_id`;

const selectTotals = `SELECT count(*) AS orders, sum(captured) AS captured, sum(remaining) AS remaining,
    sum(revision) AS revisions, (SELECT count(*) FROM captures) AS captures FROM orders`;

/** The read model, asked in SQL. */
export class ReadModel {
  readonly #pool: Pool;

  constructor(databaseUrl: string) {
    this.#pool = openPool({ connectionString: databaseUrl, max: 2 }, () => undefined);
  }

  async position(): Promise<bigint> {
    const { rows } = await this.#pool.query<{ position: string }>(
      'SELECT position FROM projection',
    );
    return BigInt(rows[0]?.position ?? -1);
  }

  /** Waits until everything up to this place of the log is applied; answers after how many seconds. */
  async reached(position: bigint): Promise<number> {
    const startedAt = performance.now();
    const what = `the read model has reached position ${position}`;
    await until({ what, withinMs: catchUpWithinMs, everyMs: 50 }, async () =>
      (await this.position()) >= position ? true : undefined,
    );
    return (performance.now() - startedAt) / 1_000;
  }

  async orders(ids: readonly string[]): Promise<Map<string, ReadOrder>> {
    const found = new Map<string, ReadOrder>();
    for (let from = 0; from < ids.length; from += ordersAtOnce) {
      const page = ids.slice(from, from + ordersAtOnce);
      const { rows } = await this.#pool.query<Record<keyof ReadOrder, string>>(selectOrders, [
        page,
      ]);
      for (const { id, captured, captures, capturesAmount } of rows) {
        found.set(id, {
          id,
          captured: Number(captured),
          captures: Number(captures),
          capturesAmount: Number(capturesAmount),
        });
      }
    }
    return found;
  }

  /** Sums over all orders, as text that two looks are compared by. */
  async totals(): Promise<string> {
    const { rows } = await this.#pool.query<object>(selectTotals);
    return JSON.stringify(rows);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

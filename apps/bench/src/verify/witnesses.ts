import { setTimeout as delay } from 'node:timers/promises';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  type JSONRecordedEvent,
  START,
} from '@eventstore/db-client';
import type { Pool } from 'pg';
import { connectEventStore, ledgerStreams, orderStreamPrefix } from '#event-log';
import { openPool } from '#runtime';
import { until } from '../system/until.js';

/** A capture event of the log. */
export interface LoggedCapture {
  readonly key: string;
  readonly orderId: string;
  /** The amount in minor units. */
  readonly amount: number;
}

interface CaptureData {
  readonly orderId: string;
  readonly captureId?: string;
  readonly amount: number;
}

interface CaptureMetadata {
  readonly idempotencyKey?: string;
}

const closeWithinMs = 5_000;

/**
 * Reads captures from the log with the official client, as an auditor would. The code of the ledger
 * is not used for this, because an error in that code could hide a wrong capture from the check.
 */
export class CaptureLog {
  readonly #url: string;
  readonly #client: EventStoreDBClient;

  constructor(url: string) {
    this.#url = url;
    this.#client = EventStoreDBClient.connectionString(url);
  }

  /** The position of the last event of the log; undefined if the log is empty. */
  async end(): Promise<bigint | undefined> {
    const last = this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    let end: bigint | undefined;
    for await (const { event } of last) end = event?.position.commit;
    return end;
  }

  /**
   * Returns the position of the last event that is applied to the read models; -1 if there is no
   * such event. Once the projection has reached this position, it has caught up with the log.
   */
  async lastLedgerPosition(): Promise<bigint> {
    const eventStore = connectEventStore(this.#url);
    try {
      return (await eventStore.lastPosition(ledgerStreams)) ?? -1n;
    } finally {
      await eventStore.dispose();
    }
  }

  /** Reads the events of orders, from a position to the end of the log, in one read of `$all`. */
  async *orderEvents(from: bigint | undefined): AsyncGenerator<JSONRecordedEvent> {
    const events = this.#client.readAll({
      fromPosition: from === undefined ? START : { commit: from, prepare: from },
    });
    for await (const { event } of events) {
      if (event?.isJson === true && event.streamId.startsWith(orderStreamPrefix)) yield event;
    }
  }

  async countOrderEvents(): Promise<number> {
    let count = 0;
    for await (const { isJson } of this.orderEvents(undefined)) count += Number(isJson);
    return count;
  }

  /** Reads the captures whose idempotency key begins with `keyPrefix`, in the order of the log. */
  async *captures(from: bigint | undefined, keyPrefix: string): AsyncGenerator<LoggedCapture> {
    for await (const event of this.orderEvents(from)) {
      const { captureId, orderId, amount } = event.data as unknown as CaptureData;
      const { idempotencyKey: key } = event.metadata as CaptureMetadata;
      if (captureId === undefined || key?.startsWith(keyPrefix) !== true) continue;
      yield { key, orderId, amount };
    }
  }

  /** Reads the newest capture event of an order. Throws if the order has no capture. */
  async captureEventOf(orderId: string): Promise<JSONRecordedEvent> {
    let capture: JSONRecordedEvent | undefined;
    for await (const { event } of this.#client.readStream(`${orderStreamPrefix}${orderId}`)) {
      if (event?.isJson === true && 'captureId' in (event.data as object)) capture = event;
    }
    if (capture === undefined) throw new Error(`The log has no capture of order ${orderId}.`);
    return capture;
  }

  /**
   * Closes the client within 5 s. Without this limit, a read that was abandoned before its end
   * would keep the client from closing.
   */
  async close(): Promise<void> {
    await Promise.race([this.#client.dispose(), delay(closeWithinMs, undefined, { ref: false })]);
  }
}

/** The sums of an order in the read models, in minor units. */
interface ReadOrder {
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

const selectTotals = `SELECT count(*) AS orders, sum(captured) AS captured,
    sum(remaining) AS remaining, sum(revision) AS revisions, (SELECT count(*) FROM captures) AS captures FROM orders`;

/**
 * Reads the read models with SQL statements of the bench. The queries of the ledger are not used,
 * because an error in them could hide a wrong total from the check.
 */
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

  /**
   * Waits until the read models have applied everything up to this position. Returns how many
   * seconds that took.
   */
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

  /**
   * Returns sums over all orders, as text. The bench compares the texts from before and after a
   * rebuild: equal texts mean that the rebuild did not change the totals.
   */
  async totals(): Promise<string> {
    const { rows } = await this.#pool.query<object>(selectTotals);
    return JSON.stringify(rows);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

import type { Pool } from 'pg';
import {
  type CapturedRow,
  type PaymentMethod,
  purchaseLine,
  returnLine,
  type SettlementLine,
} from '#ledger';
import { type CustomerOfOrder, customersOfOrders } from '../tables/order-customers.js';
import { readPage } from '../sql/query.js';
import type { SettlementView } from './settlement-view.js';

const linesPerRead = 1_000;

/** A query for captures that were settled at once, by the event that made the capture. */
const captured = `
  SELECT 'Purchase' AS type, c.capture_id AS line_id, c.order_id, c.capture_id,
    c.settled_position AS position, c.amount, c.captured_at, c.captured_at AS settled_at, c.reference, c.rows
  FROM captures c
  WHERE c.store_id = $1 AND c.currency = $2 AND c.settled_position > $3 AND c.settled_position <= $4`;

/**
 * A query for all other captures and refunds that settlements have: captures that were first
 * requested and later settled by the gateway, and refunds.
 */
const late = `
  SELECT l.type, l.line_id, l.order_id, l.capture_id, l.position, l.amount,
    coalesce(l.captured_at, c.captured_at) AS captured_at, l.settled_at, l.reference, l.rows
  FROM captures c RIGHT JOIN settlement_lines l
    ON c.order_id = l.order_id AND c.capture_id = l.capture_id
  WHERE l.store_id = $1 AND l.currency = $2 AND l.position > $3 AND l.position <= $4`;

/**
 * At most $5 captures and refunds in a range of the log, after the first $6. Of each table, only
 * the first $7 = $5 + $6 can be among them, so no more are read. `orders` is named first, because
 * all statements name tables in the order of `rebuiltTables`. In another order, this statement
 * could deadlock with a rebuild.
 */
const linesSql = `
  SELECT o.order_number, o.payment_method, x.*
  FROM orders o JOIN (
    (${captured} ORDER BY c.settled_position LIMIT $7::bigint)
    UNION ALL
    (${late} ORDER BY l.position LIMIT $7::bigint)
    ORDER BY position LIMIT $5::bigint OFFSET $6::bigint) AS x ON x.order_id = o.order_id
  ORDER BY x.position`;

const sumsSql = `
  SELECT count(*) AS lines,
    coalesce(sum(x.amount) FILTER (WHERE x.type = 'Purchase'), 0) AS captured,
    coalesce(sum(x.amount) FILTER (WHERE x.type = 'Return'), 0) AS refunded
  FROM (
    SELECT 'Purchase' AS type, c.amount FROM captures c
    WHERE c.store_id = $1 AND c.currency = $2 AND c.settled_position > $3 AND c.settled_position <= $4
    UNION ALL
    SELECT l.type, l.amount FROM settlement_lines l
    WHERE l.store_id = $1 AND l.currency = $2 AND l.position > $3 AND l.position <= $4) AS x`;

/**
 * The number and the sums of all captures and refunds (lines) in a range of the log, in minor
 * units. `refunded` is a positive number.
 */
export interface LineSums {
  readonly lines: number;
  readonly captured: number;
  readonly refunded: number;
}

/** The captures and refunds of settlements, in the order of the log. */
export class LineQueries {
  constructor(private readonly pool: Pool) {}

  /**
   * The customers of these orders, by order id. The lines of a settlement have no personal data,
   * because the settlement has a hash over its lines, which must stay valid after an erasure.
   */
  async customers(orderIds: readonly string[]): Promise<Map<string, CustomerOfOrder>> {
    return customersOfOrders(this.pool, orderIds);
  }

  /** At most `limit` captures and refunds in a range of the log, after the first `offset`. */
  async list(range: LineRange, limit: number, offset = 0): Promise<LoggedLine[]> {
    const { storeId, currency, after, to } = range;
    const values = [storeId, currency, after, to, limit, offset, offset + limit];
    const query = { name: 'settlement-lines', text: linesSql, values };
    const rows = await readPage<LineRecord>(this.pool, query, limit);
    return rows.map(lineOf);
  }

  /** All captures and refunds in a range of the log, read 1,000 at a time. */
  async *all(range: LineRange): AsyncGenerator<LoggedLine, void> {
    let after = range.after;
    for (;;) {
      const lines = await this.list({ ...range, after }, linesPerRead);
      yield* lines;
      const last = lines.at(-1);
      if (last === undefined || lines.length < linesPerRead) return;
      after = last.position;
    }
  }

  async sums({ storeId, currency, after, to }: LineRange): Promise<LineSums> {
    const { rows } = await this.pool.query<Record<keyof LineSums, string>>({
      name: 'settlement-line-sums',
      text: sumsSql,
      values: [storeId, currency, after, to],
    });
    const { lines = 0, captured = 0, refunded = 0 } = rows[0] ?? {};
    return { lines: Number(lines), captured: Number(captured), refunded: Number(refunded) };
  }

  /**
   * The VAT rates of the captures and refunds in a range of the log, the lowest rate first, and the
   * position of the last capture or refund.
   */
  async rates(range: LineRange): Promise<{ readonly rates: number[]; readonly to: bigint }> {
    const { storeId, currency, after, to } = range;
    const { rows } = await this.pool.query<{ rate: string | null; position: string }>({
      name: 'settlement-line-rates',
      text: ratesSql,
      values: [storeId, currency, after, to],
    });
    const last = rows.reduce((most, { position }) => bigger(most, BigInt(position)), after);
    return { rates: rows.flatMap(({ rate }) => (rate === null ? [] : Number(rate))), to: last };
  }
}

const bigger = (one: bigint, other: bigint): bigint => (one > other ? one : other);

const ratesSql = `
  SELECT (row ->> 'vatRate')::numeric AS rate, max(x.position) AS position
  FROM (
    SELECT c.settled_position AS position, c.rows FROM captures c
    WHERE c.store_id = $1 AND c.currency = $2 AND c.settled_position > $3 AND c.settled_position <= $4
    UNION ALL
    SELECT l.position, l.rows FROM settlement_lines l
    WHERE l.store_id = $1 AND l.currency = $2 AND l.position > $3 AND l.position <= $4) AS x
  LEFT JOIN LATERAL json_array_elements(x.rows) AS row ON true
  GROUP BY rate ORDER BY rate`;

/** A range of the log, for the captures and refunds of one store in one currency. */
export interface LineRange {
  readonly storeId: string;
  readonly currency: string;
  /** The range begins after this position. */
  readonly after: bigint;
  /** The range ends at this position; inclusive. */
  readonly to: bigint;
}

/**
 * The largest position that PostgreSQL's bigint can hold, for a range that goes to the end of the
 * log.
 */
const endOfEveryLog = 2n ** 63n - 1n;

/** The range of the log that a settlement covers. */
export const rangeOf = ({
  storeId,
  currency,
  afterPosition,
  position,
}: Pick<SettlementView, 'storeId' | 'currency' | 'afterPosition' | 'position'>): LineRange => ({
  storeId,
  currency,
  after: afterPosition,
  to: position,
});

/** The range from a position, such as the end of the newest settlement, to the end of the log. */
export const rangeAfter = (
  { storeId, currency }: Pick<LineRange, 'storeId' | 'currency'>,
  after: bigint,
): LineRange => ({ storeId, currency, after, to: endOfEveryLog });

/** A line of a settlement (a capture or refund) with the position of its event in the log. */
export type LoggedLine = SettlementLine & { readonly position: bigint };

/** A line of a settlement as `pg` returns it, by SQL column names. */
export interface LineRecord {
  readonly type: SettlementLine['type'];
  readonly line_id: string;
  readonly order_id: string;
  readonly capture_id: string;
  readonly order_number: string;
  readonly payment_method: PaymentMethod;
  readonly position: string;
  readonly amount: string;
  readonly captured_at: Date | null;
  readonly settled_at: Date;
  readonly reference: string | null;
  readonly rows: readonly CapturedRow[];
}

/**
 * Makes a line of a settlement with the ledger's own functions, so that it equals the line made
 * from the event in the log.
 */
export const lineOf = (record: LineRecord): LoggedLine => ({
  ...(record.type === 'Purchase' ? purchaseOf(record) : returnOf(record)),
  position: BigInt(record.position),
});

const orderOf = (record: LineRecord) => ({
  orderId: record.order_id,
  orderNumber: record.order_number,
  paymentMethod: record.payment_method,
});

const referenceOf = ({ reference }: LineRecord) => (reference === null ? {} : { reference });

const purchaseOf = (record: LineRecord): SettlementLine => {
  const settledAt = record.settled_at.toISOString();
  const capture = {
    captureId: record.line_id,
    amount: Number(record.amount),
    rows: record.rows,
    capturedAt: record.captured_at?.toISOString() ?? settledAt,
    ...referenceOf(record),
  };
  return purchaseLine(orderOf(record), capture, settledAt);
};

const returnOf = (record: LineRecord): SettlementLine => {
  const refund = {
    refundId: record.line_id,
    amount: Number(record.amount),
    rows: record.rows,
    captures: [{ captureId: record.capture_id }],
    refundedAt: record.settled_at.toISOString(),
    ...referenceOf(record),
  };
  return returnLine(orderOf(record), refund, record.captured_at?.toISOString());
};

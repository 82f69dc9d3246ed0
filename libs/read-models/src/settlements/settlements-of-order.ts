import type { Pool } from 'pg';
import type { Day } from '#ledger';
import { payoutDay } from './settlement-view.js';

/** The settlement that holds a capture or a refund, and its payout as far as there is one. */
export interface SettledIn {
  readonly settlementId: string;
  readonly number: number;
  readonly payoutReference?: string;
  /** The day of the payout, as `payoutDay` has it. */
  readonly paidOn?: Day;
}

interface SettledRecord {
  readonly line_id: string;
  readonly settlement_id: string;
  readonly number: number;
  readonly time_zone: string;
  readonly payout_reference: string | null;
  readonly paid_on: string | null;
  readonly paid_out_at: Date | null;
}

/** The first cut after a line's event holds it. What was settled since the last cut is in none yet. */
const settledSql = `
  SELECT x.line_id, s.settlement_id, s.number, s.time_zone, s.payout_reference,
    s.paid_on::text, s.paid_out_at
  FROM (
    SELECT c.capture_id AS line_id, c.store_id, c.currency, c.settled_position AS position
    FROM captures c WHERE c.order_id = $1 AND c.settled_position IS NOT NULL
    UNION ALL
    SELECT l.line_id, l.store_id, l.currency, l.position
    FROM settlement_lines l WHERE l.order_id = $1) AS x
  CROSS JOIN LATERAL (
    SELECT * FROM settlements s
    WHERE s.store_id = x.store_id AND s.currency = x.currency AND s.position > x.position
    ORDER BY s.position LIMIT 1) AS s`;

/** By the id of a capture or refund of the order, the settlement it is in. */
export const settlementsOfOrder = async (
  pool: Pool,
  orderId: string,
): Promise<Map<string, SettledIn>> => {
  const { rows } = await pool.query<SettledRecord>({
    name: 'settlements-of-order',
    text: settledSql,
    values: [orderId],
  });
  return new Map(rows.map((record) => [record.line_id, settledIn(record)]));
};

const settledIn = (record: SettledRecord): SettledIn => {
  const paidOn = payoutDay({
    timeZone: record.time_zone,
    ...(record.paid_on !== null && { paidOn: record.paid_on }),
    ...(record.paid_out_at !== null && { paidOutAt: record.paid_out_at.toISOString() }),
  });
  return {
    settlementId: record.settlement_id,
    number: record.number,
    ...(record.payout_reference !== null && { payoutReference: record.payout_reference }),
    ...(paidOn !== undefined && { paidOn }),
  };
};

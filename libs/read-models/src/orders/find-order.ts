import type { Pool } from 'pg';
import type { OrderRow } from '#ledger';
import { customerColumn, customerOf } from '../customers/order-customer.js';
import type { CustomerRecord } from '../customers/order-customer.js';
import { captureOf, capturesColumn } from './capture-record.js';
import type { CaptureRecord } from './capture-record.js';
import { summaryColumns, totalsOf } from './order-summary-record.js';
import type { OrderSummaryRecord } from './order-summary-record.js';
import { reauthorizationOf, reauthorizationsColumn } from './reauthorization-record.js';
import type { ReauthorizationRecord } from './reauthorization-record.js';
import { refundOf, refundsColumn } from './refund-record.js';
import type { RefundRecord } from './refund-record.js';
import type { OrderView } from './order-view.js';

interface OrderRecord extends OrderSummaryRecord {
  readonly rows_made: number;
  readonly rows: readonly OrderRow[];
  readonly captures: readonly CaptureRecord[];
  readonly customer: CustomerRecord | null;
  readonly refunds: readonly RefundRecord[];
  readonly reauthorizations: readonly ReauthorizationRecord[];
}

/** One statement, so that the order and all that belongs to it are of one moment. */
const findSql = `
  SELECT ${summaryColumns}, o.rows_made, o.rows, ${capturesColumn}, ${refundsColumn},
    ${reauthorizationsColumn}, ${customerColumn}
  FROM orders o WHERE o.order_id = $1`;

/** `orderId` must be a UUID. */
export const findOrder = async (pool: Pool, orderId: string): Promise<OrderView | undefined> => {
  const { rows } = await pool.query<OrderRecord>({
    name: 'find-order',
    text: findSql,
    values: [orderId],
  });
  const record = rows[0];
  if (record === undefined) return undefined;
  return {
    ...totalsOf(record),
    rowsMade: record.rows_made,
    rows: record.rows,
    captures: record.captures.map(captureOf),
    ...customerOf(record.customer),
    refunds: record.refunds.map(refundOf),
    reauthorizations: record.reauthorizations.map(reauthorizationOf),
  };
};

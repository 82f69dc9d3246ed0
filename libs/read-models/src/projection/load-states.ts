import type { ClientBase } from 'pg';
import { orderRowOf, rowsColumn } from '../orders/order-row-record.js';
import type { OrderRowRecord } from '../orders/order-row-record.js';
import { summaryColumns, totalsOf } from '../orders/order-summary-record.js';
import type { OrderSummaryRecord } from '../orders/order-summary-record.js';
import type { OrderState } from './order-state.js';

interface StateRecord extends OrderSummaryRecord {
  readonly captured_vat: string;
  readonly rows_made: number;
  readonly rows: readonly OrderRowRecord[];
}

const loadSql = `
  SELECT ${summaryColumns}, o.captured_vat, o.rows_made, ${rowsColumn}
  FROM orders o WHERE o.order_id = ANY ($1::uuid[])`;

/** What the tables hold of these orders. */
export const loadStates = async (
  client: ClientBase,
  orderIds: readonly string[],
): Promise<OrderState[]> => {
  if (orderIds.length === 0) return [];
  const { rows } = await client.query<StateRecord>({
    name: 'load-states',
    text: loadSql,
    values: [orderIds],
  });
  return rows.map(stateOf);
};

const stateOf = (record: StateRecord): OrderState => {
  const { revision, position, ...totals } = totalsOf(record);
  return {
    balance: { ...totals, rowsMade: record.rows_made, rows: record.rows.map(orderRowOf) },
    capturedVat: Number(record.captured_vat),
    revision,
    position,
  };
};

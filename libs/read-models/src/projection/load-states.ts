import type { ClientBase } from 'pg';
import type { OrderRow } from '#ledger';
import { summaryColumns, totalsOf } from '../orders/order-summary-record.js';
import type { OrderSummaryRecord } from '../orders/order-summary-record.js';
import { arraysOf, uuid } from '../sql/column.js';
import type { OrderState } from './order-state.js';

interface StateRecord extends OrderSummaryRecord {
  readonly captured_vat: string;
  readonly registered_by: string;
  readonly rows_made: number;
  readonly rows: readonly OrderRow[];
}

const loadSql = `
  SELECT ${summaryColumns}, o.captured_vat, o.registered_by, o.rows_made, o.rows
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
    values: arraysOf([uuid<string>((orderId) => orderId)], orderIds),
  });
  return rows.map(stateOf);
};

const stateOf = (record: StateRecord): OrderState => {
  const { revision, position, ...totals } = totalsOf(record);
  return {
    balance: { ...totals, rowsMade: record.rows_made, rows: record.rows },
    registeredBy: record.registered_by,
    capturedVat: Number(record.captured_vat),
    revision,
    position,
  };
};

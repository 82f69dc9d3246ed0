import {
  type OrderCursor,
  type OrderFilter,
  type OrderQueries,
  parseOrderCursor,
} from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { listedOrderResponse, type ListedOrderResponse } from './order.response.js';

type Row = Plain<ListedOrderResponse>;

const names = [
  ...['orderId', 'store', 'orderNumber', 'status', 'currency', 'salesSegment', 'paymentMethod'],
  ...['total', 'captured', 'requested', 'refunded', 'cancelled', 'remaining'],
  ...['placedAt', 'expiresAt', 'revision', 'position'],
] as Exclude<keyof Row, 'attributes' | 'damaged'>[];

/** Amounts are in the currency's minor unit, as everywhere in `/v1`. */
export const orderColumns: readonly CsvColumn<Row>[] = names.map((name) => ({
  name,
  of: (row) => row[name],
}));

const pageSize = 1_000;

interface Wanted {
  readonly filter: OrderFilter;
  readonly after: OrderCursor | undefined;
  readonly limit: string | undefined;
}

/**
 * Yields the orders that match a filter, reading them page by page. Without a `limit` all orders
 * are returned: a CSV or NDJSON answer has no cursor, so its reader would not notice that orders
 * are missing.
 */
export async function* listedOrders(
  queries: Pick<OrderQueries, 'list'>,
  { filter, after, limit }: Wanted,
): AsyncGenerator<Row, void> {
  let left = limit === undefined ? Infinity : Number(limit);
  let cursor = after;
  while (left > 0) {
    const window = { limit: Math.min(left, pageSize), ...(cursor && { after: cursor }) };
    const page = await queries.list(filter, window);
    for (const order of page.orders) yield listedOrderResponse(order);
    left -= page.orders.length;
    cursor = page.nextCursor === null ? undefined : parseOrderCursor(page.nextCursor);
    if (cursor === undefined) return;
  }
}

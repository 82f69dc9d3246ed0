import type { Pool } from 'pg';
import {
  formatUnsettledCursor,
  parseUnsettledCursor,
  type Unsettled,
  type unsettledCaptures,
  type UnsettledRequest,
} from '#read-models';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { invalidCursor, limitOf, type PageQuery, type PageResponse } from '../requests/pages.js';

/**
 * The CSV columns of unsettled captures or refunds. Two columns have different names in the two
 * lists, such as `captureId` and `refundId`, so these names are parameters.
 */
export const unsettledColumns = (id: string, requestedAt: string): CsvColumn<Unsettled>[] => [
  { name: id, of: (row) => row.id },
  { name: 'orderId', of: (row) => row.orderId },
  { name: 'orderNumber', of: (row) => row.orderNumber },
  { name: 'store', of: (row) => row.storeId },
  { name: 'currency', of: (row) => row.currency },
  { name: 'status', of: (row) => row.status },
  { name: 'amount', of: (row) => row.amount },
  { name: 'description', of: (row) => row.description },
  { name: 'reference', of: (row) => row.reference },
  { name: requestedAt, of: (row) => row.requestedAt },
  { name: 'failedAt', of: (row) => row.failedAt },
  { name: 'failureCode', of: (row) => row.failure?.code },
  { name: 'failureReason', of: (row) => row.failure?.reason },
];

type Wanted = Pick<UnsettledRequest, 'stores' | 'requestedBefore' | 'newestFirst'>;

/** The list of unsettled captures, or the one of unsettled refunds. */
export type UnsettledList = typeof unsettledCaptures;

const rowsPerRead = 500;

/** A page of unsettled captures or refunds. @throws HttpError 400 for a cursor of another list */
export const unsettledPage = async (
  list: UnsettledList,
  pool: Pool,
  { wanted, query }: { readonly wanted: Wanted; readonly query: PageQuery },
): Promise<PageResponse<Unsettled>> => {
  const { cursor } = query;
  const after = cursor === undefined ? undefined : parseUnsettledCursor(cursor);
  if (cursor !== undefined && after === undefined) throw invalidCursor();
  const limit = limitOf(query);
  const found = await list(pool, { ...wanted, limit: limit + 1, ...(after && { after }) });
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : formatUnsettledCursor(last) };
};

/** Yields all unsettled captures or refunds, with only some of them in memory at a time. */
export async function* allUnsettled(
  list: UnsettledList,
  pool: Pool,
  wanted: Wanted,
): AsyncGenerator<Unsettled, void> {
  let after: Unsettled | undefined;
  do {
    const rows: readonly Unsettled[] = await list(pool, {
      ...wanted,
      limit: rowsPerRead,
      ...(after && { after }),
    });
    yield* rows;
    after = rows.length < rowsPerRead ? undefined : rows.at(-1);
  } while (after !== undefined);
}

import type { Pool } from 'pg';
import {
  type CaptureReportRow,
  formatCaptureCursor,
  parseCaptureCursor,
  type ReportGroup,
  reportGroups,
  type UnsettledCapture,
  unsettledCaptures,
  type UnsettledCapturesRequest,
} from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { rateColumns, ratesIn, vatTotalColumn } from '../../../contract-kit/tables/csv.js';
import { invalidCursor, limitOf, type PageQuery, type PageResponse } from '../requests/pages.js';
import { unsettledCaptureResponse, type UnsettledCaptureResponse } from './report.dto.js';

type Named = Exclude<keyof CaptureReportRow, 'vat'>;

/** The columns of a report: its groups, the sums, and VAT by rate. */
export const reportColumns = (
  groups: readonly ReportGroup[],
  rows: readonly CaptureReportRow[],
): CsvColumn<CaptureReportRow>[] => {
  const names: Named[] = [
    ...reportGroups.filter((group) => group === 'currency' || groups.includes(group)),
    'captures',
    'captured',
    'refunds',
    'refunded',
  ];
  return [
    ...names.map((name) => ({ name, of: (row: CaptureReportRow) => row[name] })),
    vatTotalColumn,
    ...rateColumns(ratesIn(rows)),
  ];
};

const unsettledNames: readonly (keyof UnsettledCaptureResponse)[] = [
  'captureId',
  'orderId',
  'orderNumber',
  'store',
  'currency',
  'status',
  'amount',
  'description',
  'reference',
  'capturedAt',
];

export const unsettledCaptureColumns: readonly CsvColumn<Plain<UnsettledCaptureResponse>>[] =
  unsettledNames.map((name) => ({ name, of: (row) => row[name] }));

type Wanted = Pick<UnsettledCapturesRequest, 'stores' | 'requestedBefore'>;

const capturesPerRead = 500;

/** A page of them, the oldest first. @throws HttpError 400 for a cursor of another list */
export const unsettledPage = async (
  pool: Pool,
  wanted: Wanted,
  query: PageQuery,
): Promise<PageResponse<Plain<UnsettledCaptureResponse>>> => {
  const { cursor } = query;
  const after = cursor === undefined ? undefined : parseCaptureCursor(cursor);
  if (cursor !== undefined && after === undefined) throw invalidCursor();
  const limit = limitOf(query);
  const found = await unsettledCaptures(pool, {
    ...wanted,
    limit: limit + 1,
    ...(after && { after }),
  });
  const captures = found.slice(0, limit);
  const last = found.length > limit ? captures.at(-1) : undefined;
  return {
    items: captures.map(unsettledCaptureResponse),
    nextCursor: last === undefined ? null : formatCaptureCursor(last),
  };
};

/** All of them, some in memory at a time. */
export async function* allUnsettled(
  pool: Pool,
  wanted: Wanted,
): AsyncGenerator<Plain<UnsettledCaptureResponse>, void> {
  let after: UnsettledCapture | undefined;
  do {
    const captures: readonly UnsettledCapture[] = await unsettledCaptures(pool, {
      ...wanted,
      limit: capturesPerRead,
      ...(after && { after }),
    });
    yield* captures.map(unsettledCaptureResponse);
    after = captures.length < capturesPerRead ? undefined : captures.at(-1);
  } while (after !== undefined);
}

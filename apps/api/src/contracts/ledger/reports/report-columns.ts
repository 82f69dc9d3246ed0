import { reportGroups } from '#read-models';
import type { CaptureReportRow, ReportGroup } from '#read-models';
import {
  type CsvColumn,
  rateColumns,
  ratesIn,
  vatTotalColumn,
} from '../../../contract-kit/tables/csv.js';
import type { Plain } from '../../../contract-kit/plain.js';
import type { UnsettledCaptureResponse } from './report.response.js';

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

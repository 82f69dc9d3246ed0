import type { CaptureReportRow, ReportGroup } from '#read-models';
import type { CsvColumn } from '../../../http/tables/csv.js';
import type { Plain } from '../../../http/plain.js';
import type { UnsettledCaptureResponse } from './report.response.js';

/** The columns of a report: its groups, then the sums. */
export const reportColumns = (groups: readonly ReportGroup[]): CsvColumn<CaptureReportRow>[] => {
  const names: (keyof CaptureReportRow)[] = [
    ...(groups.includes('day') ? (['day'] as const) : []),
    ...(groups.includes('store') ? (['store'] as const) : []),
    'currency',
    ...(groups.includes('paymentMethod') ? (['paymentMethod'] as const) : []),
    'captures',
    'captured',
    'refunds',
    'refunded',
  ];
  return names.map((name) => ({ name, of: (row) => row[name] }));
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

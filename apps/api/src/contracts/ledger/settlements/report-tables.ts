import { type CaptureReportRow, type ReportGroup, reportGroups } from '#read-models';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { rateColumns, ratesIn, vatTotalColumn } from '../../../contract-kit/tables/csv.js';

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

import {
  type CsvColumn,
  rateColumns,
  vatPerRateColumn,
  vatTotalColumn,
} from '../../../contract-kit/tables/csv.js';
import type { Plain } from '../../../contract-kit/describe.js';
import type { SettlementResponse } from './settlement.response.js';

/** Makes one CSV column for each of these members of a row. The column has the member's name. */
export const namedColumns = <Row>(...names: readonly (keyof Row & string)[]): CsvColumn<Row>[] =>
  names.map((name) => ({ name, of: (row) => row[name] as string | number | undefined }));

type Column = CsvColumn<Plain<SettlementResponse>>;

const beforeVat: readonly Column[] = namedColumns(
  'settlementId',
  'store',
  'currency',
  'number',
  'status',
  'startDate',
  'endDate',
  'periodStart',
  'periodEnd',
  'closedAt',
  'reason',
  'timeZone',
  'position',
  'ingoingBalance',
  'captured',
  'refunded',
  'fees',
  'total',
);

const afterVat: readonly Column[] = namedColumns(
  'lines',
  'linesSha256',
  'statedAt',
  'paidOutAt',
  'payoutReference',
  'paidOn',
  'payoutReversedAt',
  'payoutReversalReason',
);

const corrections: readonly Column[] = [
  { name: 'correctedAt', of: ({ correction }) => correction?.correctedAt },
  { name: 'correctedBy', of: ({ correction }) => correction?.correctedBy },
  { name: 'correctionReason', of: ({ correction }) => correction?.reason },
  { name: 'statedCaptured', of: ({ correction }) => correction?.stated.captured },
  { name: 'statedRefunded', of: ({ correction }) => correction?.stated.refunded },
  { name: 'statedTotal', of: ({ correction }) => correction?.stated.total },
];

/**
 * The CSV columns of settlements. Names and amounts are the same as in JSON; amounts are in the
 * currency's minor unit.
 */
export const settlementCsv = (rates: readonly number[]): readonly Column[] => [
  ...beforeVat,
  vatTotalColumn,
  vatPerRateColumn,
  ...afterVat,
  ...corrections,
  { name: 'problem', of: ({ problem }) => problem },
  ...rateColumns(rates),
];

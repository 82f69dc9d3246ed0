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

/**
 * The CSV columns of settlements. Names and amounts are the same as in JSON; amounts are in the
 * currency's minor unit.
 */
export const settlementCsv = (
  rates: readonly number[],
): readonly CsvColumn<Plain<SettlementResponse>>[] => [
  ...namedColumns<Plain<SettlementResponse>>(
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
  ),
  vatTotalColumn,
  vatPerRateColumn,
  ...namedColumns<Plain<SettlementResponse>>(
    'lines',
    'linesSha256',
    'statedAt',
    'paidOutAt',
    'payoutReference',
    'paidOn',
    'payoutReversedAt',
    'payoutReversalReason',
  ),
  { name: 'correctedAt', of: ({ correction }) => correction?.correctedAt },
  { name: 'correctedBy', of: ({ correction }) => correction?.correctedBy },
  { name: 'correctionReason', of: ({ correction }) => correction?.reason },
  { name: 'statedCaptured', of: ({ correction }) => correction?.stated.captured },
  { name: 'statedRefunded', of: ({ correction }) => correction?.stated.refunded },
  { name: 'statedTotal', of: ({ correction }) => correction?.stated.total },
  { name: 'problem', of: ({ problem }) => problem },
  ...rateColumns(rates),
];

import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { rateColumns, vatPerRateColumn, vatTotalColumn } from '../../../contract-kit/tables/csv.js';
import type { Plain } from '../../../contract-kit/plain.js';
import type { LineResponse } from './line.response.js';
import type { SettlementResponse } from './settlement.response.js';

const named = <Row>(...names: readonly (keyof Row & string)[]): CsvColumn<Row>[] =>
  names.map((name) => ({ name, of: (row) => row[name] as string | number | undefined }));

/** The columns of settlements as CSV: the names of the JSON, amounts in minor units as there. */
export const settlementCsv = (
  rates: readonly number[],
): readonly CsvColumn<Plain<SettlementResponse>>[] => [
  ...named<Plain<SettlementResponse>>(
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
  ...named<Plain<SettlementResponse>>(
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

/** The columns of lines as CSV. */
export const lineCsv = (rates: readonly number[]): readonly CsvColumn<Plain<LineResponse>>[] => [
  ...named<Plain<LineResponse>>(
    'position',
    'type',
    'lineId',
    'orderId',
    'orderNumber',
    'paymentMethod',
    'captureId',
    'amount',
    'currency',
  ),
  vatTotalColumn,
  vatPerRateColumn,
  ...named<Plain<LineResponse>>(
    'capturedAt',
    'settledAt',
    'reference',
    'customerNumber',
    'firstName',
    'lastName',
    'company',
  ),
  { name: 'settlementId', of: ({ settlement }) => settlement?.settlementId },
  { name: 'settlementNumber', of: ({ settlement }) => settlement?.number },
  { name: 'payoutReference', of: ({ settlement }) => settlement?.payoutReference },
  { name: 'paidOn', of: ({ settlement }) => settlement?.paidOn },
  ...rateColumns(rates),
];

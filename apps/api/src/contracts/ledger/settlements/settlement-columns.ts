import type { CsvColumn } from '../../../http/tables/csv.js';
import type { Plain } from '../../../http/plain.js';
import type { LineResponse } from './line.response.js';
import type { SettlementResponse } from './settlement.response.js';

type VatShares = readonly { readonly vatRate: number; readonly vat: number }[];

const vatTotal = (shares: VatShares | undefined): number | undefined =>
  shares?.reduce((sum, { vat }) => sum + vat, 0);

/** All rates in one cell: `12%=340; 25%=1900`. */
const vatPerRateText = (shares: VatShares | undefined): string | undefined =>
  shares?.map(({ vatRate, vat }) => `${vatRate}%=${vat}`).join('; ');

const named = <Row>(...names: readonly (keyof Row & string)[]): CsvColumn<Row>[] =>
  names.map((name) => ({ name, of: (row) => row[name] as string | number | undefined }));

/** The columns of settlements as CSV: the names of the JSON, amounts in minor units as there. */
export const settlementCsv: readonly CsvColumn<Plain<SettlementResponse>>[] = [
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
  { name: 'vat', of: ({ vat }) => vatTotal(vat) },
  { name: 'vatPerRate', of: ({ vat }) => vatPerRateText(vat) },
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
];

/** The columns of lines as CSV. */
export const lineCsv: readonly CsvColumn<Plain<LineResponse>>[] = [
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
  { name: 'vat', of: ({ vat }) => vatTotal(vat) },
  { name: 'vatPerRate', of: ({ vat }) => vatPerRateText(vat) },
  ...named<Plain<LineResponse>>(
    'capturedAt',
    'settledAt',
    'reference',
    'customerNumber',
    'firstName',
    'lastName',
    'company',
  ),
];

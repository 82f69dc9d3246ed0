import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type CaptureReportRow,
  type DailyReportRow,
  type ReportGroup,
  reportGroups,
} from '#read-models';
import { field, Text } from '../../../contract-kit/body/fields.js';
import {
  type CsvColumn,
  rateColumns,
  ratesIn,
  vatTotalColumn,
} from '../../../contract-kit/tables/csv.js';
import { Identifier } from '../fields/names.js';
import { QueryNumber } from '../fields/numbers.js';
import { DateTime } from '../fields/times.js';
import { Currency } from './settlement-commands.dto.js';
import { VatShareResponse } from './settlement.response.js';

export const groupsOf = (text: string): ReportGroup[] => {
  const names = text.split(',').map((name) => name.trim());
  return reportGroups.filter((group) => names.includes(group));
};

/** True if the comma-separated list names only known groups, and each of them once. */
const isGrouping = (value: unknown): boolean =>
  typeof value === 'string' && groupsOf(value).length === value.split(',').length;

/** The parameters of `GET /v1/reports/captures`. */
export class CaptureReportQuery {
  @field(
    {
      accepts: isGrouping,
      message: `must be different ones of ${reportGroups.join(', ')}, comma separated`,
      schema: { type: 'string' },
    },
    { optional: true, description: 'currency if left out', example: 'day,store' },
  )
  readonly groupBy?: string;

  @Identifier({ optional: true })
  readonly store?: string;

  @Currency('Only captures and refunds in this currency')
  readonly currency?: string;

  @DateTime({ optional: true, description: 'Only what settled at this time or later' })
  readonly settledFrom?: string;

  @DateTime({ optional: true, description: 'Settled before' })
  readonly settledBefore?: string;

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/reports/daily`. */
export class DailyReportQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @Currency('Only captures and refunds in this currency')
  readonly currency?: string;

  @QueryNumber({
    least: 1,
    most: 366,
    description:
      "The number of last days in each store's time zone, including today; 30 if left out",
  })
  readonly days?: string;

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/** The sums of one store on one day in one currency, in the currency's minor unit. */
export class DailyReportRowResponse {
  @ApiProperty({ description: "In the store's time zone", example: '2026-11-20' })
  day!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ description: 'Settled on that day' })
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty({ description: 'The part of captured less refunded that is in no settlement yet' })
  unsettled!: number;

  @ApiProperty({
    description: 'Sum of the captures requested on that day that the gateway refused',
  })
  failed!: number;

  @ApiProperty({ description: 'Number of refused captures' })
  failedCaptures!: number;
}

export class DailyReportResponse {
  @ApiProperty({ type: [DailyReportRowResponse] })
  items!: readonly DailyReportRowResponse[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Always null: the report is one page',
  })
  nextCursor!: null;
}

/**
 * The sums of one group of the report, such as a month or a store, in the currency's minor unit.
 */
export class CaptureReportRowResponse {
  @ApiPropertyOptional({ description: "In the store's time zone", example: '2026-11' })
  month?: string;

  @ApiPropertyOptional({ description: "In the store's time zone", example: '2026-11-20' })
  day?: string;

  @ApiPropertyOptional({ example: 'demo-se' })
  store?: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiPropertyOptional({ enum: ['invoice', 'card'] })
  paymentMethod?: string;

  @ApiProperty({ description: 'Number of captures that settled' })
  captures!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Number of refunds' })
  refunds!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty({ type: [VatShareResponse], description: 'VAT by rate, captures less refunds' })
  vat!: readonly VatShareResponse[];
}

export class CaptureReportResponse {
  @ApiProperty({ type: [CaptureReportRowResponse] })
  items!: readonly CaptureReportRowResponse[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Always null: the report is one page',
  })
  nextCursor!: null;
}

type Named = Exclude<keyof CaptureReportRow, 'vat'>;

/**
 * The CSV columns of a report: the members by which it is grouped, the sums, and the VAT of each
 * rate.
 */
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

const dailyNames = [
  ...(['day', 'store', 'currency', 'captured', 'refunded'] as const),
  ...(['unsettled', 'failed', 'failedCaptures'] as const),
];

/** The CSV columns of the daily report. */
export const dailyColumns: readonly CsvColumn<DailyReportRow>[] = dailyNames.map((name) => ({
  name,
  of: (row) => row[name],
}));

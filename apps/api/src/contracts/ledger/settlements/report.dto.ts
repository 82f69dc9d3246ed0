import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ReportGroup, reportGroups, type UnsettledCapture } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { field } from '../../../contract-kit/body/fields.js';
import { Identifier } from '../fields/names.js';
import { QueryNumber } from '../fields/numbers.js';
import { Text } from '../../../contract-kit/body/fields.js';
import { DateTime } from '../fields/times.js';
import { PageQuery } from '../requests/pages.js';
import { Currency } from './settlement-commands.dto.js';
import { VatShareResponse } from './settlement.response.js';

export const groupsOf = (text: string): ReportGroup[] => {
  const names = text.split(',').map((name) => name.trim());
  return reportGroups.filter((group) => names.includes(group));
};

/** Each name once. */
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

  @Currency('Only what is in it')
  readonly currency?: string;

  @DateTime({ optional: true, description: 'Settled then or later' })
  readonly settledFrom?: string;

  @DateTime({ optional: true, description: 'Settled before' })
  readonly settledBefore?: string;

  @Text({ optional: true, description: 'Wait for this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/reports/captures/unsettled`. */
export class UnsettledCapturesQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @QueryNumber({
    least: 0,
    most: 9_999,
    description: 'Requested captures are listed when they are older, in hours; 24 if left out',
  })
  readonly openHours?: string;

  @Text({ optional: true, description: 'Wait for this position' })
  readonly position?: string;
}

/** Sums of a group; amounts in the currency's minor unit. */
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

  @ApiProperty({ description: 'How many settled' })
  captures!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'How many there were' })
  refunds!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty({ type: [VatShareResponse], description: 'By rate; refunds taken off' })
  vat!: readonly VatShareResponse[];
}

export class CaptureReportResponse {
  @ApiProperty({ type: [CaptureReportRowResponse] })
  items!: readonly CaptureReportRowResponse[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Always null: it is one page' })
  nextCursor!: null;
}

/** A capture that failed or is still open. */
export class UnsettledCaptureResponse {
  @ApiProperty({ format: 'uuid' })
  captureId!: string;

  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ enum: ['requested', 'failed'] })
  status!: 'requested' | 'failed';

  @ApiProperty({ example: 9500 })
  amount!: number;

  @ApiProperty()
  description!: string;

  @ApiPropertyOptional()
  reference?: string;

  @ApiProperty({ format: 'date-time' })
  capturedAt!: string;
}

export const unsettledCaptureResponse = ({
  storeId,
  ...capture
}: UnsettledCapture): Plain<UnsettledCaptureResponse> => ({ store: storeId, ...capture });

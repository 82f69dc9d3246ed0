import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { UnsettledCapture } from '#read-models';
import { VatShareResponse } from '../settlements/figures.response.js';
import type { Plain } from '../../../contract-kit/plain.js';

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

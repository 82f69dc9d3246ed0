import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { OrderCapture } from '#ledger';
import {
  SettledInResponse,
  settledMember,
  type SettledLines,
} from '../settlements/settled-in.response.js';
import { RowResponse, rowResponse } from '../orders/row.response.js';
import type { Plain } from '../../../contract-kit/plain.js';

export class CaptureResponse {
  @ApiProperty({ format: 'uuid' })
  captureId!: string;

  @ApiProperty({ enum: ['requested', 'settled', 'failed'] })
  status!: OrderCapture['status'];

  @ApiProperty({ example: 9500 })
  amount!: number;

  @ApiProperty({ example: 0 })
  refunded!: number;

  @ApiProperty({ example: 'First parcel' })
  description!: string;

  @ApiPropertyOptional({ example: 'ship-1' })
  reference?: string;

  @ApiProperty({ format: 'date-time' })
  capturedAt!: string;

  @ApiProperty({ type: [RowResponse] })
  items!: RowResponse[];

  @ApiPropertyOptional({ type: SettledInResponse, description: 'Absent while it is in none' })
  settlement?: SettledInResponse;
}

export const captureResponse =
  (settled: SettledLines) =>
  (capture: OrderCapture): Plain<CaptureResponse> => ({
    captureId: capture.captureId,
    status: capture.status,
    amount: capture.amount,
    refunded: capture.refunded,
    description: capture.description,
    ...(capture.reference !== undefined && { reference: capture.reference }),
    capturedAt: capture.capturedAt,
    items: capture.rows.map(rowResponse),
    ...settledMember(settled, capture.captureId),
  });

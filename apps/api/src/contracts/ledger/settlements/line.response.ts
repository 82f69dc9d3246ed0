import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SettledIn } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import type { StatementLine } from '../../../queries/statement-lines.js';
import { VatShareResponse } from './settlement.response.js';
import { SettledInResponse } from './settled-in.response.js';

/** A settled capture (`Purchase`) or a refund (`Return`). */
export class LineResponse {
  @ApiProperty({ description: 'Place of its event in the log', example: '40960' })
  position!: string;

  @ApiProperty({ enum: ['Purchase', 'Return'] })
  type!: 'Purchase' | 'Return';

  @ApiProperty({ format: 'uuid', description: 'Of the capture or refund' })
  lineId!: string;

  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ enum: ['invoice', 'card'] })
  paymentMethod!: string;

  @ApiProperty({ format: 'uuid', description: 'Of a refund, the first capture it gives back' })
  captureId!: string;

  @ApiProperty({ description: 'Of a refund below zero', example: 9500 })
  amount!: number;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ type: [VatShareResponse], description: 'By rate' })
  vat!: readonly VatShareResponse[];

  @ApiProperty({ format: 'date-time', description: 'Of the capture' })
  capturedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When it settled, or was refunded' })
  settledAt!: string;

  @ApiPropertyOptional({ example: 'ship-1' })
  reference?: string;

  @ApiProperty({ type: 'string', nullable: true })
  customerNumber!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  lastName!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  company!: string | null;

  @ApiPropertyOptional({ type: SettledInResponse, description: 'Absent while it is in none' })
  settlement?: SettledInResponse;
}

export const lineResponse =
  (currency: string, settlement?: SettledIn) =>
  (line: StatementLine): Plain<LineResponse> => ({
    position: String(line.position),
    type: line.type,
    lineId: line.lineId,
    orderId: line.orderId,
    orderNumber: line.orderNumber,
    paymentMethod: line.paymentMethod,
    captureId: line.captureId,
    amount: line.amount,
    currency,
    vat: line.vat,
    capturedAt: line.capturedAt,
    settledAt: line.settledAt,
    ...(line.reference !== undefined && { reference: line.reference }),
    customerNumber: line.customerNumber,
    firstName: line.firstName,
    lastName: line.lastName,
    company: line.company,
    ...(settlement && { settlement }),
  });

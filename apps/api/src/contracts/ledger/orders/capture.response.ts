import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Attributes,
  type OrderCapture,
  type OrderRow,
  type Row,
  type RowType,
  rowTypes,
} from '#ledger';
import type { Plain } from '../../../contract-kit/plain.js';
import { FailureResponse, failureResponse } from './payment.response.js';
import {
  SettledInResponse,
  type SettledLines,
  settledMember,
} from '../settlements/settled-in.response.js';

/** A row of a capture. */
export class RowResponse {
  @ApiProperty({ example: 'r2' })
  rowId!: string;

  @ApiPropertyOptional({ example: '10002' })
  articleNumber?: string;

  @ApiProperty({ example: 'T-Shirt' })
  description!: string;

  @ApiProperty({ example: 9500 })
  unitPrice!: number;

  @ApiProperty({ example: 2 })
  quantity!: number;

  @ApiProperty({ example: 25 })
  vatRate!: number;

  @ApiPropertyOptional({ enum: rowTypes })
  type?: RowType;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  attributes?: Attributes;
}

/** A row of an order with something left to capture. */
export class OrderRowResponse extends RowResponse {
  @ApiProperty({ description: 'So many are not captured yet', example: 2 })
  remainingQuantity!: number;
}

const start = ({ rowId, articleNumber, description, unitPrice, quantity }: Row) => ({
  rowId,
  ...(articleNumber !== undefined && { articleNumber }),
  description,
  unitPrice,
  quantity,
});

const end = ({ vatRate, type, attributes }: Row) => ({
  vatRate,
  ...(type !== undefined && { type }),
  ...(attributes && { attributes }),
});

export const rowResponse = (row: Row): Plain<RowResponse> => ({ ...start(row), ...end(row) });

export const orderRowResponse = (row: OrderRow): Plain<OrderRowResponse> => ({
  ...start(row),
  remainingQuantity: row.remainingQuantity,
  ...end(row),
});

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

  @ApiPropertyOptional({
    description: 'Of a card order: what it is captured through',
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  })
  paymentIntent?: string;

  @ApiPropertyOptional({ description: "The customer's receipt, if the gateway made one" })
  receiptUrl?: string;

  @ApiPropertyOptional({ type: FailureResponse, description: 'With the status `failed`' })
  failure?: FailureResponse;

  @ApiPropertyOptional({ type: SettledInResponse, description: 'Absent while it is in none' })
  settlement?: SettledInResponse;
}

const atGateway = ({ gateway }: OrderCapture) => ({
  ...(gateway?.paymentIntent !== undefined && { paymentIntent: gateway.paymentIntent }),
  ...(gateway?.charge?.receiptUrl !== undefined && { receiptUrl: gateway.charge.receiptUrl }),
  ...(gateway?.failure && { failure: failureResponse(gateway.failure) }),
});

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
    ...atGateway(capture),
    ...settledMember(settled, capture.captureId),
  });

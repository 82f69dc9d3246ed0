import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { OrderCapture } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { FailureResponse, failureResponse } from './payment.response.js';
import { RowResponse, rowResponse } from './row.response.js';
import {
  SettledInResponse,
  type SettledLines,
  settledMember,
} from '../settlements/settled-in.response.js';

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
    description: 'The payment intent of a card order that is captured through',
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  })
  paymentIntent?: string;

  @ApiPropertyOptional({ description: "The customer's receipt, if the gateway issued one" })
  receiptUrl?: string;

  @ApiPropertyOptional({ type: FailureResponse, description: 'With the status `failed`' })
  failure?: FailureResponse;

  @ApiPropertyOptional({
    type: SettledInResponse,
    description: 'The settlement with this capture; absent until there is one',
  })
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

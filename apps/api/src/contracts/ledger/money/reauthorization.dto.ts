import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { OrderReauthorization } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { MoneyBody } from './money.request.js';

/**
 * The body of `POST /v1/orders/{id}/reauthorizations`; `amount` is the new amount that remains to
 * be captured.
 */
export class ReauthorizationRequest extends MoneyBody {}

export class ReauthorizationResponse {
  @ApiProperty({ format: 'uuid' })
  reauthorizationId!: string;

  @ApiProperty({
    enum: ['pending', 'completed', 'rejected'],
    description:
      '`pending` until the reauthorisation is approved or rejected, another one is requested, or nothing of the order is left',
  })
  status!: OrderReauthorization['status'];

  @ApiProperty({ description: 'The new amount that can be captured', example: 30000 })
  amount!: number;

  @ApiPropertyOptional({ example: 'change-1' })
  reference?: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;
}

export const reauthorizationResponse = (
  reauthorization: OrderReauthorization,
): Plain<ReauthorizationResponse> => ({
  reauthorizationId: reauthorization.reauthorizationId,
  status: reauthorization.status,
  amount: reauthorization.amount,
  ...(reauthorization.reference !== undefined && { reference: reauthorization.reference }),
  requestedAt: reauthorization.requestedAt,
});

/** Example bodies of reauthorisations for OpenAPI. */
export const reauthorizationExamples = {
  amount: { summary: 'Another amount', value: { amount: 30000 } },
  rows: {
    summary: 'Other rows',
    value: {
      amount: 19000,
      items: [
        {
          articleNumber: '10003',
          description: 'Boots',
          unitPrice: 19000,
          quantity: 1,
          vatRate: 25,
        },
      ],
      reference: 'change-1',
    },
  },
};

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type OrderRefund, type RefundedRow, type RowType, rowTypes } from '#ledger';
import type { ShownRefund } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { FreeText } from '../../../contract-kit/body/fields.js';
import {
  SettledInResponse,
  type SettledLines,
  settledMember,
} from '../settlements/settled-in.response.js';
import { FailureResponse, failureResponse } from '../orders/payment.response.js';
import { PricedRow } from '../orders/row.response.js';
import { MoneyBody } from './money.request.js';

/** The body of `POST /v1/orders/{id}/refunds`. */
export class RefundRequest extends MoneyBody {
  @FreeText({ optional: true, description: 'At most 50 characters; `Refund` if blank' })
  readonly description?: string;
}

/**
 * A row of a refund: either a captured row that is given back, or a fee or discount that the refund
 * adds.
 */
export class RefundedRowResponse extends PricedRow {
  @ApiPropertyOptional({ format: 'uuid', description: 'The capture that captured the row' })
  captureId?: string;

  @ApiPropertyOptional({ example: 'r1' })
  rowId?: string;

  @ApiPropertyOptional({ enum: rowTypes })
  type?: RowType;
}

/** The share of a refund that is taken back from one capture. */
export class CaptureShareResponse {
  @ApiProperty({ format: 'uuid' })
  captureId!: string;

  @ApiProperty({ example: 7000 })
  amount!: number;
}

export class RefundResponse {
  @ApiProperty({ format: 'uuid' })
  refundId!: string;

  @ApiProperty({
    enum: ['requested', 'settled', 'failed'],
    description:
      '`requested` until the card gateway has refunded; a failed refund gave nothing back',
  })
  status!: OrderRefund['status'];

  @ApiProperty({ description: 'The amount that goes back to the customer', example: 7000 })
  amount!: number;

  @ApiProperty({ example: 'Refund' })
  description!: string;

  @ApiPropertyOptional({ example: 'return-1' })
  reference?: string;

  @ApiProperty({ format: 'date-time' })
  refundedAt!: string;

  @ApiProperty({ type: [RefundedRowResponse], description: 'The parts add up to the amount' })
  items!: RefundedRowResponse[];

  @ApiProperty({ type: [CaptureShareResponse], description: 'The parts add up to the amount' })
  captures!: CaptureShareResponse[];

  @ApiPropertyOptional({ type: FailureResponse, description: 'With the status `failed`' })
  failure?: FailureResponse;

  @ApiPropertyOptional({
    type: SettledInResponse,
    description: 'The settlement with this refund; absent until there is one',
  })
  settlement?: SettledInResponse;
}

const itemOf = (row: RefundedRow): Plain<RefundedRowResponse> => ({
  ...(row.captureId !== undefined && { captureId: row.captureId }),
  ...(row.rowId !== undefined && { rowId: row.rowId }),
  ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
  description: row.description,
  unitPrice: row.unitPrice,
  quantity: row.quantity,
  vatRate: row.vatRate,
  ...(row.type !== undefined && { type: row.type }),
});

export const refundResponse =
  (settled: SettledLines) =>
  (refund: ShownRefund): Plain<RefundResponse> => ({
    refundId: refund.refundId,
    status: refund.status,
    amount: refund.amount,
    description: refund.description,
    ...(refund.reference !== undefined && { reference: refund.reference }),
    refundedAt: refund.refundedAt,
    items: refund.rows.map(itemOf),
    captures: refund.captures.map(({ captureId, amount }) => ({ captureId, amount })),
    ...(refund.failure && { failure: failureResponse(refund.failure) }),
    ...settledMember(settled, refund.refundId),
  });

/** Example bodies of refunds for OpenAPI. */
export const refundExamples = {
  amount: { summary: 'An amount', value: { amount: 5000, description: 'Goodwill' } },
  rows: {
    summary: 'A captured row less a fee',
    value: {
      amount: 7000,
      items: [
        { articleNumber: '10001', unitPrice: 9500, quantity: 1 },
        {
          description: 'Return fee',
          unitPrice: -2500,
          quantity: 1,
          vatRate: 25,
          type: 'fee',
        },
      ],
      reference: 'return-1',
    },
  },
};

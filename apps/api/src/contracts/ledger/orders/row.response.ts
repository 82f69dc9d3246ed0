import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Attributes, type OrderRow, type Row, type RowType, rowTypes } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';

/** The members that each row in an answer has: rows of orders, of captures and of refunds. */
export class PricedRow {
  @ApiPropertyOptional({ example: '10001' })
  articleNumber?: string;

  @ApiProperty({ example: 'Shoes' })
  description!: string;

  @ApiProperty({ example: 9500 })
  unitPrice!: number;

  @ApiProperty({ example: 1 })
  quantity!: number;

  @ApiProperty({ example: 25 })
  vatRate!: number;
}

/** A row of a capture. */
export class RowResponse extends PricedRow {
  @ApiProperty({ example: 'r1' })
  rowId!: string;

  @ApiPropertyOptional({ enum: rowTypes })
  type?: RowType;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  attributes?: Attributes;
}

/** A row of an order with something left to capture. */
export class OrderRowResponse extends RowResponse {
  @ApiProperty({ description: 'Quantity that is not captured yet', example: 1 })
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

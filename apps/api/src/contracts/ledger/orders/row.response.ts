import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { rowTypes } from '#ledger';
import type { Attributes, OrderRow, Row, RowType } from '#ledger';
import type { Plain } from '../../../contract-kit/plain.js';

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

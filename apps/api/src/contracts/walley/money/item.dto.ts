import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { rowTypes } from '#ledger';
import type { RowType } from '#ledger';
import { IsText, IsWireDecimal, type WireDecimal } from '../../../contract-kit/body/fields.js';
import { IsPercentage, IsQuantity } from '../walley-number.js';
import { numberOrString } from '../walley-schemas.js';

const rowTypeOf = (text: string): RowType | undefined =>
  rowTypes.find((type) => type === text.toLowerCase());

const IsRowType = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRowType',
    validator: {
      validate: (value) => typeof value === 'string' && rowTypeOf(value) !== undefined,
      defaultMessage: () => `must be one of ${rowTypes.join(', ')}`,
    },
  });

/** The member `type` of an item that was validated: written in any case (walley.md, "Every call"). */
export const typeMember = (type: string | undefined): { readonly type?: RowType } => {
  const known = type === undefined ? undefined : rowTypeOf(type);
  return known === undefined ? {} : { type: known };
};

/** An article row that a request about money names. */
export class ItemDto {
  @ApiPropertyOptional({ description: 'Article number', maxLength: 256, example: '10001' })
  @IsOptional()
  @IsText(256)
  id?: string;

  @ApiPropertyOptional({ maxLength: 256, example: 'Shoes' })
  @IsOptional()
  @IsText(256)
  description?: string;

  @ApiProperty({ ...numberOrString, description: 'Major units, VAT included', example: 95 })
  @IsWireDecimal()
  unitPrice!: WireDecimal;

  @ApiProperty({ ...numberOrString, description: 'A positive integer', example: 1 })
  @IsQuantity()
  quantity!: WireDecimal;

  @ApiPropertyOptional({ ...numberOrString, description: 'VAT in per cent', example: 25 })
  @IsOptional()
  @IsPercentage()
  vat?: WireDecimal;

  @ApiPropertyOptional({ enum: rowTypes, description: 'Without regard to case' })
  @IsOptional()
  @IsRowType()
  type?: string;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsOptional, IsString, ValidateBy } from 'class-validator';
import {
  type CaptureItem,
  type MoneyRequest,
  type RequestedAmount,
  rowsMax,
  type RowType,
  rowTypes,
} from '#ledger';
import { IsText, IsWireDecimal, type WireDecimal } from '../../../contract-kit/body/fields.js';
import { ListOf } from '../../../contract-kit/body/read-dto.js';
import {
  IsPercentage,
  IsQuantity,
  numberOrString,
  walleyDecimal,
  walleyNumber,
} from './walley-money.js';

/** What the bodies of captures, refunds and reauthorisations have in common. */
export class MoneyDto {
  @ApiProperty({
    ...numberOrString,
    description: 'Major units, at most two decimals',
    example: 285,
  })
  @IsWireDecimal()
  amount!: WireDecimal;

  @ApiPropertyOptional({ maxLength: 128, description: 'Your reference; never an idempotency key' })
  @IsOptional()
  @IsText(128)
  actionReference?: string;

  @ApiPropertyOptional({ type: () => [ItemDto], maxItems: rowsMax })
  @Allow()
  @ListOf(() => ItemDto, rowsMax)
  items?: readonly ItemDto[];
}

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

export class DescribedMoneyDto extends MoneyDto {
  /** Longer than 50 characters is a rule of the domain (422), not a shape. */
  @ApiPropertyOptional({ maxLength: 50, example: 'First parcel' })
  @IsOptional()
  @IsString({ message: 'must be a string' })
  description?: string;
}

/** Stays an exact decimal: whether it fits depends on the order's currency and is checked in the domain. */
const amountOf = (wire: WireDecimal): RequestedAmount => ({
  unit: 'major',
  value: walleyDecimal(wire),
});

const isGiven = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

const itemOf = ({ id, description, unitPrice, quantity, vat, type }: ItemDto): CaptureItem => ({
  ...(isGiven(id) && { articleNumber: id }),
  ...(isGiven(description) && { description }),
  unitPrice: amountOf(unitPrice),
  quantity: walleyNumber(quantity),
  ...(vat !== undefined && { vatRate: walleyNumber(vat) }),
  ...typeMember(type),
});

/** The body of a Walley request about money in the ledger's words. A blank text is the same as none. */
export const requestedMoney = (
  body: Pick<MoneyDto, keyof MoneyDto> & { readonly description?: string },
): MoneyRequest => ({
  amount: amountOf(body.amount),
  items: (body.items ?? []).map(itemOf),
  ...(body.description !== undefined && { description: body.description }),
  ...(isGiven(body.actionReference) && { reference: body.actionReference }),
});

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsBoolean, IsOptional, IsString, ValidateBy } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import { rowsMax } from '#ledger';
import { ListOf } from '../../../http/shape/nested.js';
import { IsText } from '../../../http/shape/text.js';
import { IsWireDecimal } from '../../../http/shape/wire-decimal.js';
import type { WireDecimal } from '../../../http/shape/wire-decimal.js';
import { numberOrString } from '../walley-schemas.js';
import { CaptureItemDto } from './capture-item.dto.js';

const NeedsItemsIfTrue = (): PropertyDecorator =>
  ValidateBy({
    name: 'needsItemsIfTrue',
    validator: {
      validate: (value: unknown, context?: ValidationArguments) =>
        value !== true || hasItems(context?.object),
      defaultMessage: () => 'must not be true without items',
    },
  });

const hasItems = (body: unknown): boolean =>
  body instanceof CaptureDto && body.items !== undefined && body.items.length > 0;

/** The body of `POST /manage/orders/{orderId}/capture` (walley.md, "Capture"). */
export class CaptureDto {
  @ApiProperty({
    ...numberOrString,
    description: 'Major units, at most two decimals',
    example: 285,
  })
  @IsWireDecimal()
  amount!: WireDecimal;

  /** Longer than 50 characters is a rule of the domain (422), not a shape. */
  @ApiPropertyOptional({ maxLength: 50, example: 'First parcel' })
  @IsOptional()
  @IsString({ message: 'must be a string' })
  description?: string;

  @ApiPropertyOptional({ maxLength: 128, description: 'Your reference; never an idempotency key' })
  @IsOptional()
  @IsText(128)
  actionReference?: string;

  @ApiPropertyOptional({ type: () => [CaptureItemDto], maxItems: rowsMax })
  @Allow()
  @ListOf(() => CaptureItemDto, rowsMax)
  items?: readonly CaptureItemDto[];

  @ApiPropertyOptional({
    default: false,
    description: 'Capture the given items as they are; what is left becomes one row without VAT',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be a boolean' })
  @NeedsItemsIfTrue()
  replaceItems?: boolean;
}

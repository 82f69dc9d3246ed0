import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, ValidateBy } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import { DescribedMoneyDto } from '../money/described-money.dto.js';

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
export class CaptureDto extends DescribedMoneyDto {
  @ApiPropertyOptional({
    description: 'Capture the given items as they are; what is left becomes one row without VAT',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be a boolean' })
  @NeedsItemsIfTrue()
  replaceItems?: boolean;
}

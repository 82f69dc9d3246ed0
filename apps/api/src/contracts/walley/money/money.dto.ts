import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsOptional } from 'class-validator';
import { rowsMax } from '#ledger';
import { ListOf } from '../../../contract-kit/body/read-dto.js';
import { IsText, IsWireDecimal, type WireDecimal } from '../../../contract-kit/body/fields.js';
import { numberOrString } from '../walley-schemas.js';
import { ItemDto } from './item.dto.js';

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

import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { MoneyDto } from './money.dto.js';

export class DescribedMoneyDto extends MoneyDto {
  /** Longer than 50 characters is a rule of the domain (422), not a shape. */
  @ApiPropertyOptional({ maxLength: 50, example: 'First parcel' })
  @IsOptional()
  @IsString({ message: 'must be a string' })
  description?: string;
}

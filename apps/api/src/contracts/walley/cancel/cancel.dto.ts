import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsText } from '../../../contract-kit/body/fields.js';

/** The body of `POST /manage/orders/{orderId}/cancel`, which may be left out; other fields are ignored. */
export class CancelDto {
  @ApiPropertyOptional({ maxLength: 128, description: 'Your reference; never an idempotency key' })
  @IsOptional()
  @IsText(128)
  actionReference?: string;
}

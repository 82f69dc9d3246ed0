import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../money/money.dto.js';

/** The body of `POST /manage/orders/{orderId}/reauthorize`; `amount` is the new uncaptured amount. */
export class ReauthorizeDto extends MoneyDto {}

export class ReauthorizationStatusDto {
  @ApiProperty({ enum: ['Pending', 'Completed', 'Failed'] })
  status!: string;
}

export class ReauthorizationAnswerDto {
  @ApiProperty({ type: ReauthorizationStatusDto })
  data!: ReauthorizationStatusDto;
}

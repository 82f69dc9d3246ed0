import { ApiProperty } from '@nestjs/swagger';

export class WalleyReasonDto {
  @ApiProperty({ example: 'CAPTURE_ORDER_ALREADY_CAPTURED' })
  reason!: string;

  @ApiProperty()
  message!: string;
}

export class WalleyErrorDto {
  @ApiProperty({ description: 'HTTP status', example: 422 })
  code!: number;

  @ApiProperty({ example: 'Unprocessable Entity' })
  message!: string;

  @ApiProperty({ type: [WalleyReasonDto] })
  errors!: readonly WalleyReasonDto[];
}

export class WalleyErrorAnswerDto {
  @ApiProperty({ format: 'uuid', description: 'The correlation id, as in X-Request-Id' })
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  data!: null;

  @ApiProperty({ type: WalleyErrorDto })
  error!: WalleyErrorDto;
}

import { ApiProperty } from '@nestjs/swagger';

export class CreatedDto {
  @ApiProperty({ description: 'At the gateway', example: 'pi_3Nv1bQ2eZvKYlo2C1a2b3c4d' })
  id!: string;
}

export class PaymentDto extends CreatedDto {
  @ApiProperty({ enum: ['succeeded', 'canceled'] })
  status!: 'succeeded' | 'canceled';
}

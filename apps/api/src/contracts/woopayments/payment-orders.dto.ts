import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class CreatedDto {
  @ApiProperty({ description: 'At the gateway', example: 'pi_3Nv1bQ2eZvKYlo2C1a2b3c4d' })
  id!: string;
}

export class PaymentDto extends CreatedDto {
  @ApiProperty({ enum: ['succeeded', 'canceled'] })
  status!: 'succeeded' | 'canceled';
}

export class PreparedDto extends CreatedDto {
  @ApiProperty({ description: "The intent's, at the gateway", example: 'requires_capture' })
  status!: string;
}

export class IntentBody {
  @ApiProperty({ example: 'pi_3Nv1bQ2eZvKYlo2C1a2b3c4d' })
  payment_intent_id!: string;
}

export class CaptureBody extends IntentBody {
  @ApiPropertyOptional({ description: 'Minor units; all that is left if absent', example: 9500 })
  amount?: number;
}

export class TerminalIntentBody {
  @ApiPropertyOptional({ enum: ['card_present', 'interac_present'], isArray: true })
  payment_methods?: readonly string[];

  @ApiPropertyOptional({ enum: ['manual', 'automatic'], default: 'manual' })
  capture_method?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  metadata?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({ example: 'cus_P1a2b3c4d5e6f7' })
  customer_id?: string;
}

export class WooErrorDataDto {
  @ApiProperty({ example: 409 })
  status!: number;
}

/** An error as WordPress writes it. */
export class WooErrorDto {
  @ApiProperty({ example: 'wcpay_payment_uncapturable' })
  code!: string;

  @ApiProperty({ example: 'The payment cannot be captured' })
  message!: string;

  @ApiProperty()
  data!: WooErrorDataDto;
}

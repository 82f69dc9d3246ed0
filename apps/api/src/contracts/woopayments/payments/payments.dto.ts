import { ApiProperty } from '@nestjs/swagger';

export class ConnectionTokenDto {
  @ApiProperty({ description: 'For the terminal’s SDK', example: 'pst_test_a1b2c3' })
  secret!: string;

  @ApiProperty({ description: 'No money moves' })
  test_mode!: boolean;
}

export class ReceiptDto {
  @ApiProperty({ description: 'An HTML page that can be printed' })
  html_content!: string;
}

/** A card authorisation. A list contains only authorisations that are not fully captured. */
export class AuthorizationDto {
  @ApiProperty({ example: 'pi_3Nv1bQ2eZvKYlo2C1a2b3c4d' })
  payment_intent_id!: string;

  @ApiProperty({
    description: "The order's number in the store; null if JSON cannot hold it as a number",
    example: 4711,
    nullable: true,
    type: Number,
  })
  order_id!: number | null;

  @ApiProperty({ description: 'Authorised and not captured, in minor units', example: 28500 })
  amount!: number;

  @ApiProperty({ description: 'Minor units', example: 0 })
  amount_captured!: number;

  @ApiProperty({ example: 'sek' })
  currency!: string;

  @ApiProperty({ description: 'When the order was placed, UTC', example: '2026-11-20 09:59:00' })
  created!: string;

  @ApiProperty({ description: 'True once nothing is left to capture, unless nothing was captured' })
  captured!: boolean;

  @ApiProperty({ nullable: true, type: String })
  customer_name!: string | null;

  @ApiProperty({ nullable: true, type: String })
  customer_email!: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'SE' })
  customer_country!: string | null;
}

export class AuthorizationsDto {
  @ApiProperty({ type: [AuthorizationDto] })
  data!: readonly AuthorizationDto[];
}

export class AuthorizedSumDto {
  @ApiProperty({ example: 'sek' })
  currency!: string;

  @ApiProperty({ example: 3 })
  count!: number;

  @ApiProperty({ description: 'Minor units', example: 85500 })
  total!: number;
}

export class AuthorizationsSummaryDto {
  @ApiProperty({ description: 'Number in all currencies', example: 3 })
  count!: number;

  @ApiProperty({ description: 'The most frequent currency', example: 'sek' })
  currency!: string;

  @ApiProperty({ description: 'Sum in that currency, in minor units', example: 85500 })
  total!: number;

  @ApiProperty({ type: [String], example: ['sek'] })
  all_currencies!: readonly string[];

  @ApiProperty({ type: [AuthorizedSumDto] })
  sums!: readonly AuthorizedSumDto[];
}

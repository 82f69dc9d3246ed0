import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { WalleyLinkDto, WalleyLinksDto, WalleyListMetaDto } from '../orders/orders.dto.js';

export class WalleySettlementLinksDto {
  @ApiProperty({ type: WalleyLinkDto })
  pdf!: WalleyLinkDto;

  @ApiProperty({ type: WalleyLinkDto })
  transactions!: WalleyLinkDto;
}

export class WalleyCorrectionDto {
  @ApiProperty({ example: '2026-11-22T09:00:00.0000000+00:00' })
  correctedAt!: string;

  @ApiProperty({ example: 'the read model had been changed when it was stated' })
  reason!: string;

  @ApiProperty({ description: 'The figures of the wrong statement', example: 285 })
  statedCaptured!: number;

  @ApiProperty({ description: '0 or below', example: 0 })
  statedRefunded!: number;

  @ApiProperty({ example: 285 })
  statedTotalAmount!: number;
}

export class WalleySettlementDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: "First day, in the store's time zone", example: '2026-11-20' })
  startDate!: string;

  @ApiProperty({ description: 'Last day', example: '2026-11-20' })
  endDate!: string;

  @ApiProperty({ example: 'demo-se' })
  storeId!: string;

  @ApiProperty({ description: 'Carried over from before', example: 0 })
  ingoingBalance!: number;

  @ApiProperty({ description: 'The amount to be paid out, if above 0', example: 285 })
  totalAmount!: number;

  @ApiProperty({ description: 'captured + refunded', example: 285 })
  netSales!: number;

  @ApiProperty({ example: 285 })
  captured!: number;

  @ApiProperty({ description: '0 or below', example: 0 })
  refunded!: number;

  @ApiProperty({ description: 'Not known to the ledger', example: 0 })
  compensations!: number;

  @ApiProperty({ description: 'Fees, 0 or below', example: 0 })
  adjustments!: number;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ type: String, nullable: true })
  paidOutAt!: string | null;

  @ApiProperty({ example: '2026-11-21T00:00:01.0000000+00:00' })
  generatedAt!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the payout' })
  reference!: string | null;

  @ApiPropertyOptional({
    type: WalleyCorrectionDto,
    description:
      "Not Walley's. Present if the statement was corrected: all other figures are the right ones",
  })
  correction?: WalleyCorrectionDto;

  @ApiProperty({ type: WalleySettlementLinksDto })
  links!: WalleySettlementLinksDto;
}

export class WalleySettlementsAnswerDto {
  @ApiProperty({ type: [WalleySettlementDto] })
  data!: readonly WalleySettlementDto[];

  @ApiProperty({ type: WalleyLinksDto })
  links!: WalleyLinksDto;

  @ApiProperty({ type: WalleyListMetaDto })
  metaData!: WalleyListMetaDto;
}

export class WalleyVatAmountDto {
  @ApiProperty({ example: 25 })
  vatRate!: number;

  @ApiProperty({ example: 57 })
  amount!: number;
}

export class WalleyTransactionDto {
  @ApiProperty({ type: String, nullable: true })
  customerNumber!: string | null;

  @ApiProperty({ type: String, nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastName!: string | null;

  @ApiProperty({ description: 'Of a Return below 0', example: 285 })
  amount!: number;

  @ApiProperty({ description: 'Day of the capture', example: '2026-11-20' })
  purchaseDate!: string;

  @ApiProperty({ description: 'Day on which it settled or was refunded', example: '2026-11-20' })
  transactionDate!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ description: 'Id of the capture', format: 'uuid' })
  invoiceNumber!: string;

  @ApiProperty({ enum: ['Purchase', 'Return'] })
  type!: string;

  @ApiProperty({ type: [WalleyVatAmountDto] })
  totalVatAmountPerRate!: readonly WalleyVatAmountDto[];

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ description: 'Day of the cut', example: '2026-11-21' })
  settlementDate!: string;

  @ApiProperty({ type: String, nullable: true })
  payoutReference!: string | null;

  @ApiProperty({ type: String, nullable: true })
  actionReference!: string | null;

  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ type: String, nullable: true })
  productCode!: string | null;
}

export class WalleyTransactionsAnswerDto {
  @ApiProperty({ type: [WalleyTransactionDto] })
  data!: readonly WalleyTransactionDto[];

  @ApiProperty({ type: WalleyLinksDto })
  links!: WalleyLinksDto;

  @ApiProperty({ type: WalleyListMetaDto })
  metaData!: WalleyListMetaDto;
}

import { ApiProperty } from '@nestjs/swagger';
import { noneKnown, WalleyAddressDto, WalleyCustomerDto } from './walley-customer.js';

/**
 * The statuses of orders in Walley. There is none for an order that waits for its payment, because
 * Walley's callers do not see such orders.
 */
export const walleyStatuses = [
  'NotActivated',
  'PartActivated',
  'Activated',
  'Returned',
  'Closed',
  'Expired',
] as const;

export class WalleyItemDto {
  @ApiProperty({ type: String, nullable: true, example: '10001' })
  articleNumber!: string | null;

  @ApiProperty({ example: 'Shoes' })
  description!: string;

  @ApiProperty({ description: 'Unit price in major units, VAT included', example: 95 })
  price!: number;

  @ApiProperty({ example: 1 })
  quantity!: number;

  @ApiProperty({ description: 'Per cent', example: 25 })
  vatRate!: number;
}

export class WalleyOrderItemDto extends WalleyItemDto {
  @ApiProperty({ description: 'Captured quantity of the row', example: 0 })
  capturedQuantity!: number;
}

export class WalleyInvoiceDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['Requested', 'Settled', 'Failed'] })
  status!: string;

  @ApiProperty({ example: 95 })
  amount!: number;

  @ApiProperty({ example: 0 })
  refundedAmount!: number;

  @ApiProperty({ example: 'Capture' })
  description!: string;

  @ApiProperty({ type: String, nullable: true })
  actionReference!: string | null;

  @ApiProperty({ example: '2026-11-20T10:00:00.0000000+00:00' })
  capturedAt!: string;

  @ApiProperty({ type: [WalleyItemDto] })
  items!: readonly WalleyItemDto[];
}

export class WalleyOrderDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Order number', example: '1001' })
  reference!: string;

  @ApiProperty({ enum: ['Invoice', 'Card'] })
  paymentMethod!: string;

  @ApiProperty({ description: 'What is captured, requested and left', example: 285 })
  totalAmount!: number;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ enum: walleyStatuses })
  status!: string;

  @ApiProperty({ enum: ['B2C', 'B2B'] })
  salesSegment!: string;

  @ApiProperty({ type: String, nullable: true, example: 'SE' })
  countryCode!: string | null;

  @ApiProperty({ type: String, nullable: true })
  productCode!: null;

  @ApiProperty({ example: '2026-11-20T09:59:00.0000000+00:00' })
  placedAt!: string;

  @ApiProperty({ example: '2027-02-18T09:59:00.0000000+00:00' })
  expiresAt!: string;

  @ApiProperty({ type: () => WalleyCustomerDto, description: noneKnown })
  customer!: object;

  @ApiProperty({ type: () => WalleyAddressDto, description: noneKnown })
  deliveryAddress!: object;

  @ApiProperty({ type: () => WalleyAddressDto, description: noneKnown })
  invoiceAddress!: object;

  @ApiProperty({
    type: [WalleyOrderItemDto],
    description: 'The rows that are not captured yet; when nothing is left, all rows as captured',
  })
  items!: readonly WalleyOrderItemDto[];

  @ApiProperty({ type: [WalleyInvoiceDto], description: 'One entry for each capture' })
  invoices!: readonly WalleyInvoiceDto[];
}

export class WalleyOrderAnswerDto {
  @ApiProperty({ type: WalleyOrderDto })
  data!: WalleyOrderDto;

  @ApiProperty({ type: Object })
  links!: object;

  @ApiProperty({ type: Object })
  metaData!: object;
}

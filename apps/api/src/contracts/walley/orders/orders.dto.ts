import { ApiProperty } from '@nestjs/swagger';
import { noneKnown, WalleyAddressDto, WalleyCustomerDto } from './walley-customer.js';
import { walleyStatuses } from './order.dto.js';

export class WalleyOrderRowDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The ledger knows stores only' })
  merchantId!: null;

  @ApiProperty({ example: 'demo-se' })
  storeId!: string;

  @ApiProperty({ enum: ['Invoice', 'Card'] })
  paymentMethod!: string;

  @ApiProperty({ example: 285 })
  totalAmount!: number;

  @ApiProperty({ example: 57 })
  totalVat!: number;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ enum: walleyStatuses })
  status!: string;

  @ApiProperty({ type: String, nullable: true, example: 'SE' })
  countryCode!: string | null;

  @ApiProperty({ example: '2026-11-20T09:59:00.0000000+00:00' })
  placedAt!: string;

  @ApiProperty({ example: '2027-02-18T09:59:00.0000000+00:00' })
  expiresAt!: string;

  @ApiProperty({ type: () => WalleyCustomerDto, description: noneKnown })
  customerDetails!: object;

  @ApiProperty({ type: () => WalleyAddressDto, description: noneKnown })
  deliveryAddress!: object;

  @ApiProperty({ type: () => WalleyAddressDto, description: noneKnown })
  invoiceAddress!: object;

  @ApiProperty({ type: [String] })
  tags!: readonly string[];
}

export class WalleyLinkDto {
  @ApiProperty({ enum: ['GET'] })
  method!: 'GET';

  @ApiProperty({ example: '/manage/orders' })
  href!: string;

  @ApiProperty({ example: 'page=2&perPage=10' })
  query!: string;
}

export class WalleyLinksDto {
  @ApiProperty({ type: WalleyLinkDto })
  self!: WalleyLinkDto;

  @ApiProperty({ type: WalleyLinkDto, nullable: true, description: 'null on the last page' })
  next!: WalleyLinkDto | null;
}

export class WalleyRangeDto {
  @ApiProperty({ description: 'Number of the first order of this page; 0 if it has none' })
  from!: number;

  @ApiProperty({ description: 'Number of the last order of this page; 0 if it has none' })
  to!: number;
}

export class WalleyListMetaDto {
  @ApiProperty({ example: 1 })
  totalNumberOfRecords!: number;

  @ApiProperty({ example: 1 })
  numberOfPages!: number;

  @ApiProperty({ example: 1 })
  currentPage!: number;

  @ApiProperty({ type: WalleyRangeDto })
  range!: WalleyRangeDto;
}

export class WalleyOrdersAnswerDto {
  @ApiProperty({ type: [WalleyOrderRowDto] })
  data!: readonly WalleyOrderRowDto[];

  @ApiProperty({ type: WalleyLinksDto })
  links!: WalleyLinksDto;

  @ApiProperty({ type: WalleyListMetaDto })
  metaData!: WalleyListMetaDto;
}

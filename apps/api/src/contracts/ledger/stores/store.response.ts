import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Store } from '#access';
import { StoreAddressRequest } from './store.request.js';
import type { Plain } from '../../../contract-kit/plain.js';

export class StoreResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ enum: ['B2C', 'B2B'] })
  salesSegment!: Store['salesSegment'];

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ example: 'Europe/Stockholm' })
  timeZone!: string;

  @ApiProperty({ enum: ['daily', 'weekly', 'monthly'] })
  settlement!: Store['settlement'];

  @ApiPropertyOptional({ example: 'Demo' })
  name?: string;

  @ApiPropertyOptional({ example: 'SE' })
  countryCode?: string;

  @ApiPropertyOptional({ example: 'SE556677889901' })
  taxNumber?: string;

  @ApiPropertyOptional({ type: StoreAddressRequest })
  address?: StoreAddressRequest;
}

export const storeResponse = ({ storeId, ...store }: Store): Plain<StoreResponse> => ({
  store: storeId,
  ...store,
});

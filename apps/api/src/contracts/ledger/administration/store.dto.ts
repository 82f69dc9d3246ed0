import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  isStoreName,
  isTimeZone,
  type Store,
  type StoreDetails,
  storeNameCharactersMax,
} from '#access';
import { currencies } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { type HttpError, shapeError } from '../../../contract-kit/http-error.js';
import {
  field,
  type FieldRule,
  Nested,
  Matching,
  Name,
  OneOf,
  Text,
} from '../../../contract-kit/body/fields.js';
import { Identifier } from '../fields/names.js';
const timeZoneRule: FieldRule = {
  accepts: (value) => typeof value === 'string' && isTimeZone(value),
  message: 'must be the canonical IANA name of a time zone, such as Europe/Stockholm or UTC',
  schema: { type: 'string', maxLength: 64 },
};

/** 400: the body of a change is empty, so the caller must have made a mistake. */
export const nothingToChange = (): HttpError =>
  shapeError([{ path: [], message: 'must have at least one member' }]);

export class StoreAddressRequest {
  @Name({ optional: true, example: 'Storgatan 1' })
  readonly line1?: string;

  @Name({ optional: true })
  readonly line2?: string;

  @Name({ optional: true, example: '111 22' })
  readonly postalCode?: string;

  @Name({ optional: true, example: 'Stockholm' })
  readonly city?: string;
}

/** The merchant's name and address, which are printed on documents for the finance department. */
class StoreDetailsRequest {
  @field(
    {
      accepts: (value) => typeof value === 'string' && isStoreName(value),
      message: `must be a string of 1 to ${storeNameCharactersMax} characters`,
      schema: { type: 'string', minLength: 1, maxLength: storeNameCharactersMax },
    },
    { optional: true, example: 'Demo' },
  )
  readonly name?: string;

  @Matching(/^[A-Z]{2}$/, {
    mustBe: 'two capital letters, such as SE (ISO 3166-1)',
    optional: true,
    example: 'SE',
  })
  readonly countryCode?: string;

  @Text({
    most: 64,
    optional: true,
    description: 'VAT or organisation number, printed on statements',
    example: 'SE556677889901',
  })
  readonly taxNumber?: string;

  @Nested(() => StoreAddressRequest, { optional: true, description: 'Printed on statements' })
  readonly address?: StoreAddressRequest;
}

/** The body of `PATCH /v1/stores/{store}`, with at least one of these members. */
export class StoreChangeRequest extends StoreDetailsRequest {
  @field(timeZoneRule, {
    optional: true,
    description: 'Time zone of the next settlements; settlements that were already cut keep theirs',
    example: 'Europe/Stockholm',
  })
  readonly timeZone?: string;
}

/** The parameters of `DELETE /v1/stores/{store}`. */
export class StoreRemovalQuery {
  @OneOf(['true', 'false'], {
    optional: true,
    description: 'Refuse to remove a store that has orders; `false` if left out',
  })
  readonly onlyIfEmpty?: 'true' | 'false';
}

/** The body of `POST /v1/stores`. */
export class StoreRequest extends StoreDetailsRequest {
  @Identifier({
    description: 'Must not have been used before, not even by a removed store',
    example: 'demo-se',
  })
  readonly store!: string;

  @OneOf(['B2C', 'B2B'])
  readonly salesSegment!: Store['salesSegment'];

  @field(
    {
      accepts: (value) => typeof value === 'string' && currencies.has(value),
      message: 'must be an ISO 4217 code',
      schema: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    { example: 'SEK' },
  )
  readonly currency!: string;

  @field(timeZoneRule, {
    optional: true,
    description: 'UTC if left out',
    example: 'Europe/Stockholm',
  })
  readonly timeZone?: string;

  @OneOf(['daily', 'weekly', 'monthly'], { optional: true, description: 'daily if left out' })
  readonly settlement?: Store['settlement'];
}

export const requestedStore = (request: StoreRequest): Store => ({
  storeId: request.store,
  salesSegment: request.salesSegment,
  currency: request.currency,
  timeZone: request.timeZone ?? 'UTC',
  settlement: request.settlement ?? 'daily',
  ...detailsOf(request),
});

export const detailsOf = (request: Plain<StoreDetailsRequest>): StoreDetails => ({
  ...(request.name !== undefined && { name: request.name }),
  ...(request.countryCode !== undefined && { countryCode: request.countryCode }),
  ...(request.taxNumber !== undefined && { taxNumber: request.taxNumber }),
  ...(request.address !== undefined && { address: request.address }),
});

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

import { isStoreName, isTimeZone, storeNameCharactersMax } from '#access';
import type { Store } from '#access';
import { currencies } from '#ledger';
import { field } from '../fields/field.js';
import { Identifier } from '../fields/identifier.js';
import { Matching, OneOf } from '../fields/text.js';

/** The body of `POST /v1/stores`. */
export class StoreRequest {
  @Identifier({ description: 'Never used before, not even by a removed store', example: 'demo-se' })
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

  @field(
    {
      accepts: (value) => typeof value === 'string' && isTimeZone(value),
      message: 'must be the IANA name of a time zone',
      schema: { type: 'string', maxLength: 64 },
    },
    { optional: true, description: 'UTC if left out', example: 'Europe/Stockholm' },
  )
  readonly timeZone?: string;

  @OneOf(['daily', 'weekly', 'monthly'], { optional: true, description: 'daily if left out' })
  readonly settlement?: Store['settlement'];

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
    mustBe: 'an ISO 3166-1 code of two capital letters',
    optional: true,
    example: 'SE',
  })
  readonly countryCode?: string;
}

export const storeOf = (request: StoreRequest): Store => ({
  storeId: request.store,
  salesSegment: request.salesSegment,
  currency: request.currency,
  timeZone: request.timeZone ?? 'UTC',
  settlement: request.settlement ?? 'daily',
  ...(request.name !== undefined && { name: request.name }),
  ...(request.countryCode !== undefined && { countryCode: request.countryCode }),
});

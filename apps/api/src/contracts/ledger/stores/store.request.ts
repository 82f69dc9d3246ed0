import { isStoreName, isTimeZone, storeNameCharactersMax } from '#access';
import type { Store } from '#access';
import { currencies } from '#ledger';
import type { RefusedRequest } from '../../../http/refused-request.js';
import { wrongShape } from '../../../http/shape/wrong-shape.js';
import { field } from '../fields/field.js';
import type { FieldRule } from '../fields/field.js';
import { Identifier } from '../fields/identifier.js';
import { Matching, OneOf } from '../fields/text.js';

const timeZoneRule: FieldRule = {
  accepts: (value) => typeof value === 'string' && isTimeZone(value),
  message: 'must be the canonical IANA name of a time zone, such as Europe/Stockholm or UTC',
  schema: { type: 'string', maxLength: 64 },
};

/** The body of `PATCH /v1/stores/{store}`. */
export class StoreChangeRequest {
  @field(timeZoneRule, {
    description: 'By which the next settlements are cut; those that were cut keep theirs',
    example: 'Europe/Stockholm',
  })
  readonly timeZone!: string;
}

/** Throws 400: each of Node.js and PostgreSQL brings its own time zone database. */
export const timeZoneUnknown = (): RefusedRequest =>
  wrongShape([
    { path: ['timeZone'], message: 'must be a time zone that PostgreSQL knows, and as we do' },
  ]);

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

  @field(timeZoneRule, {
    optional: true,
    description: 'UTC if left out',
    example: 'Europe/Stockholm',
  })
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

import type { Caller } from '#access';
import { currenciesWith } from '#ledger';
import { payoutStates } from '#read-models';
import type { PayoutState, SettlementFilter } from '#read-models';
import { Identifier } from '../fields/names.js';
import { DateTime, instantOf } from '../fields/times.js';
import { QueryNumber } from '../fields/numbers.js';
import { OneOf, Text } from '../../../contract-kit/body/fields.js';
import { PageQuery } from '../requests/pages.js';
import { Currency } from './settlement-commands.dto.js';

/** Largest total in a filter: fifteen digits, in the currency's minor unit. */
const totalMax = 999_999_999_999_999;

/** PostgreSQL keeps the number of a settlement in 31 bits. */
const numberMax = 2_147_483_647;

/** The parameters of `GET /v1/settlements`. */
export class SettlementsQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @Currency('Only settlements in this currency')
  readonly currency?: string;

  @QueryNumber({
    least: 1,
    most: numberMax,
    description: 'Only settlements with this number; numbers count for each store and currency',
    example: 7,
  })
  readonly number?: string;

  @DateTime({ optional: true, description: 'Only settlements cut at this time or later' })
  readonly closedFrom?: string;

  @DateTime({ optional: true, description: 'Only settlements cut at this time or earlier' })
  readonly closedTo?: string;

  @Text({ optional: true, description: 'Only settlements paid out with exactly this reference' })
  readonly payoutReference?: string;

  @Text({
    optional: true,
    most: 128,
    description:
      'Only settlements whose payout reference contains this text, in upper or lower case',
    example: 'bg-2026',
  })
  readonly q?: string;

  @QueryNumber({
    least: -totalMax,
    most: totalMax,
    description: 'Only settlements with exactly this total',
    example: 24_166,
  })
  readonly total?: string;

  @QueryNumber({
    least: 0,
    most: 4,
    description: 'With `total`: search only currencies with this number of decimals',
    example: 2,
  })
  readonly decimals?: string;

  @OneOf(payoutStates, {
    optional: true,
    description:
      '`paid`: paid out and not taken back; `due`: stated, with a total above zero, and not paid out',
  })
  readonly payout?: PayoutState;

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/settlements/unsettled`. */
export class UnsettledQuery extends PageQuery {
  @Identifier({
    optional: true,
    description:
      "If left out: every store and currency of the token's stores that has unsettled lines",
    example: 'demo-se',
  })
  readonly store?: string;

  @Currency("Default: the store's currency; without `store`, all currencies")
  readonly currency?: string;

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/settlements/{id}/lines`. */
export class LinesQuery extends PageQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/**
 * Returns the time one millisecond later. The parameter `closedTo` includes its time, but the
 * filter in the read model excludes its end. The ledger's times have no step smaller than a
 * millisecond, so nothing lies between the two.
 */
const justAfter = (text: string): string => new Date(Date.parse(instantOf(text)) + 1).toISOString();

/** The filter that a query asks for, limited to the caller's stores. */
export const settlementFilterOf = (
  query: SettlementsQuery,
  { stores }: Caller,
): SettlementFilter => ({
  stores: query.store === undefined ? stores : stores.filter((store) => store === query.store),
  ...(query.currency !== undefined && { currency: query.currency }),
  ...(query.number !== undefined && { number: Number(query.number) }),
  ...(query.closedFrom !== undefined && { closedFrom: instantOf(query.closedFrom) }),
  ...(query.closedTo !== undefined && { closedBefore: justAfter(query.closedTo) }),
  ...(query.payoutReference !== undefined && { payoutReference: query.payoutReference }),
  ...(query.q !== undefined && { text: query.q }),
  ...(query.total !== undefined && { total: Number(query.total) }),
  ...(query.decimals !== undefined && {
    totalCurrencies: currenciesWith(Number(query.decimals)),
  }),
  ...(query.payout !== undefined && { payout: query.payout }),
});

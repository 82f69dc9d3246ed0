import type { Caller } from '#access';
import { currenciesWith, type OrderIds, type OrderStatus, orderStatuses } from '#ledger';
import type { OrderFilter } from '#read-models';
import { shapeError } from '../../../contract-kit/http-error.js';
import { Identifier } from '../fields/names.js';
import { OneOf, Text } from '../../../contract-kit/body/fields.js';
import { QueryNumber } from '../fields/numbers.js';
import { DateTime, instantOf, isDateTime } from '../fields/times.js';
import { PageQuery } from '../requests/pages.js';
import { PositionQuery } from '../requests/wait-for-position.js';

/**
 * The largest amount in a filter, in minor units. No amount in the ledger has more than twelve
 * digits (domain.md, "Limits").
 */
const amountMax = 999_999_999_999;

/** The parameters of `GET /v1/orders`. */
export class OrdersQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @OneOf(orderStatuses, { optional: true })
  readonly status?: OrderStatus;

  @Text({ optional: true, most: 128, description: 'The exact order number' })
  readonly number?: string;

  @DateTime({ optional: true, description: 'Only orders placed at this time or later' })
  readonly placedFrom?: string;

  @DateTime({ optional: true, description: 'Only orders placed at this time or earlier' })
  readonly placedTo?: string;

  @Text({
    optional: true,
    description: "Part of the order number, of a capture reference or of the customer's name",
  })
  readonly q?: string;

  @QueryNumber({
    least: 0,
    most: amountMax,
    description: "Exactly the order's total or that of one of its captures, in the minor unit",
    example: 28_500,
  })
  readonly amount?: string;

  @QueryNumber({
    least: 0,
    most: 4,
    description: 'With `amount`: search only currencies with this number of decimals',
    example: 2,
  })
  readonly decimals?: string;

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/orders/{id}`. */
export class OrderQuery extends PositionQuery {
  @Text({
    optional: true,
    description:
      'Show the order after the event of this revision, or at this RFC 3339 time, as read from the log',
  })
  readonly at?: string;
}

/**
 * Returns the time one millisecond later. The parameter `placedTo` includes its time, but the
 * filter in the read model excludes its end. The ledger's times have no step smaller than a
 * millisecond, so nothing lies between the two.
 */
const justAfter = (text: string): string => new Date(Date.parse(instantOf(text)) + 1).toISOString();

/** The filter that a query asks for, limited to the caller's stores. */
export const orderFilterOf = (
  query: OrdersQuery,
  { stores }: Caller,
  identity: { readonly orderIds: OrderIds },
): OrderFilter => {
  const { store, number } = query;
  const wanted = store === undefined ? stores : stores.filter((own) => own === store);
  return {
    stores: wanted,
    ...(query.status && { statuses: [query.status] }),
    ...(number !== undefined && {
      orderIds: [...new Set(wanted)].map((own) => identity.orderIds.of(own, number)),
    }),
    ...(query.placedFrom !== undefined && { placedFrom: instantOf(query.placedFrom) }),
    ...(query.placedTo !== undefined && { placedBefore: justAfter(query.placedTo) }),
    ...(query.q !== undefined && { text: query.q }),
    ...(query.amount !== undefined && { amount: Number(query.amount) }),
    ...(query.decimals !== undefined && {
      amountCurrencies: currenciesWith(Number(query.decimals)),
    }),
  };
};

/**
 * A moment in an order's history: after the event with a revision, or after all events up to a
 * time.
 */
export type OrderMoment =
  | { readonly kind: 'revision'; readonly revision: number }
  | { readonly kind: 'instant'; readonly instant: string };

/**
 * The moment in `?at=`: digits are a revision, anything else must be an RFC 3339 date-time.
 *
 * @throws HttpError 400
 */
export const orderMoment = (at: string): OrderMoment => {
  if (/^\d{1,9}$/.test(at)) return { kind: 'revision', revision: Number(at) };
  // A `+`, as in `+02:00`, arrives as a blank if the caller did not encode it.
  const text = at.replace(' ', '+');
  if (isDateTime(text)) return { kind: 'instant', instant: instantOf(text) };
  throw shapeError([
    { path: ['at'], message: 'must be a revision or an RFC 3339 date-time from 1900 to 2999' },
  ]);
};

import type { Caller } from '#access';
import type { OrderFilter } from '#read-models';
import { instantOf } from '../fields/instant.js';
import type { OrdersQuery } from './orders.query.js';

/** `placedTo` is inclusive, and the ledger's instants are whole milliseconds. */
const justAfter = (text: string): string => new Date(Date.parse(instantOf(text)) + 1).toISOString();

/** What a query asks for, within the caller's stores: a store that is not the caller's has no orders for it. */
export const orderFilterOf = (query: OrdersQuery, { stores }: Caller): OrderFilter => ({
  stores: query.store === undefined ? stores : stores.filter((store) => store === query.store),
  ...(query.status && { statuses: [query.status] }),
  ...(query.number !== undefined && { number: query.number }),
  ...(query.placedFrom !== undefined && { placedFrom: instantOf(query.placedFrom) }),
  ...(query.placedTo !== undefined && { placedBefore: justAfter(query.placedTo) }),
  ...(query.q !== undefined && { text: query.q }),
});

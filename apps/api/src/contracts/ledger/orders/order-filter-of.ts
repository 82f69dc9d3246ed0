import type { Caller } from '#access';
import type { OrderIds } from '#ledger';
import type { OrderFilter } from '#read-models';
import { instantOf } from '../fields/instant.js';
import type { OrdersQuery } from './orders.query.js';

/** `placedTo` is inclusive, and the ledger's instants are whole milliseconds. */
const justAfter = (text: string): string => new Date(Date.parse(instantOf(text)) + 1).toISOString();

/** What a query asks for, within the caller's stores: a store that is not the caller's has no orders for it. */
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
  };
};

import { expect, test } from '@jest/globals';
import type { OrderQueries, OrderView } from '#read-models';
import { soundLedger } from '../testing/stand-ins.js';
import { OrderLookup, type OrderWanted } from './order-lookup.js';
const own = { clientId: 'shop', stores: ['demo-se'], scopes: [] };
const foreign = { clientId: 'rival', stores: ['demo-no'], scopes: [] };

const kindFor = async (
  caller: typeof own,
  knownOrders: OrderWanted['knownOrders'],
  status?: OrderView['status'],
): Promise<string> => {
  const view = status && ({ storeId: 'demo-se', status } as OrderView);
  const queries = { find: () => Promise.resolve(view) } as unknown as OrderQueries;
  const lookup = new OrderLookup(queries, soundLedger);
  return (await lookup.find(caller, { orderId: 'x', knownOrders })).kind;
};

test.each([
  ['a pending order is not there for a contract that knows authorised ones', own, 'Pending'],
  ['nor is one of another store, which would otherwise be told to exist', foreign, 'Pending'],
  ['nor is one that nobody registered', own, undefined],
] as const)('%s', async (_what, caller, status) => {
  expect(await kindFor(caller, 'authorised', status)).toBe('not-found');
});

test('an authorised order of another store is not the caller’s', async () => {
  expect(await kindFor(foreign, 'authorised', 'NotActivated')).toBe('of-other-store');
  expect(await kindFor(own, 'authorised', 'NotActivated')).toBe('found');
});

test('a contract that knows all orders finds pending ones of the caller’s stores only', async () => {
  expect(await kindFor(own, 'all', 'Pending')).toBe('found');
  expect(await kindFor(foreign, 'all', 'Pending')).toBe('of-other-store');
});

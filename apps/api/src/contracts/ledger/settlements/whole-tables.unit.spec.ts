import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { OrderSummary, UnsettledAccount } from '#read-models';
import { listedOrders } from '../orders/orders-table.js';
import { unsettledOverview } from './unsettled.js';

const order = { orderId: randomUUID(), rows: [], position: 1n } as unknown as OrderSummary;
const cursor = Buffer.from(`2026-11-20T10:00:00.000Z ${order.orderId}`).toString('base64url');

/** A stand-in for the read model that returns this number of orders, all alike. */
const ordersOf = (count: number) => {
  let left = count;
  return {
    list: (_filter: unknown, { limit }: { readonly limit: number }) => {
      const shown = Math.min(limit, left);
      left -= shown;
      const orders = Array.from({ length: shown }, () => order);
      return Promise.resolve({ orders, nextCursor: left > 0 ? cursor : null });
    },
  };
};

/** A stand-in for the read model in which this number of stores have something to settle. */
const accountsOf = (count: number) => {
  const all = Array.from({ length: count }, (_, index) => ({
    ...{ storeId: `s-${String(index).padStart(6, '0')}`, currency: 'SEK' },
    ...{ lines: 1, captured: 1, refunded: 0, vat: [] },
  }));
  const unsettledAccounts = (request: {
    readonly limit: number;
    readonly after?: Pick<UnsettledAccount, 'storeId'>;
  }) => {
    const begin = all.findIndex(({ storeId }) => storeId > (request.after?.storeId ?? ''));
    return Promise.resolve(begin === -1 ? [] : all.slice(begin, begin + request.limit));
  };
  return { unsettledAccounts };
};

const reply = {
  request: { headers: {} },
  header() {
    return this;
  },
};

const linesOf = async (count: number): Promise<number> => {
  const wanted = { query: {}, caller: { stores: [] }, reply, format: 'ndjson' };
  const table = await unsettledOverview(accountsOf(count) as never, wanted as never);
  let text = '';
  for await (const chunk of table as AsyncIterable<string>) text += chunk;
  return text.split('\n').length - 1;
};

describe('tables', () => {
  test('have every order of a selection, however many', async () => {
    const filter = { stores: ['demo-se'] };
    const wanted = { filter, after: undefined, limit: undefined };
    const ids: string[] = [];
    for await (const { orderId } of listedOrders(ordersOf(100_001), wanted)) ids.push(orderId);
    expect(ids).toHaveLength(100_001);
  });

  test.each([0, 1, 1_000, 2_001, 10_001])('have all of %d unsettled accounts', async (count) => {
    expect(await linesOf(count)).toBe(count);
  });
});

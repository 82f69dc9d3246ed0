import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiUnderTest, otherStore } from '../../../../../../test/support/api-under-test.js';
import { WalleyCaller, reasonsOf } from '../../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
/** Order ids, oldest first. */
const ids: string[] = [];

beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  for (let number = 1; number <= 12; number += 1) {
    ids.push(
      await shop.register({
        orderNumber: `list-${number}`,
        store: number > 10 ? 'demo-b2b' : 'demo-se',
      }),
    );
  }
  await shop.register({ orderNumber: 'list-pending', authorization: { status: 'pending' } });
  await shop.capture(ids[0]!, { amount: 285, actionReference: 'Parcel_7%' });
  await shop.capture(ids[1]!, { amount: 100 });
  await shop.order(ids[1]!, 1);
});
afterAll(() => api.stop());

interface Listed {
  readonly data: readonly { id: string; orderNumber: string; status: string; storeId: string }[];
  readonly links: { self: unknown; next: { href: string; query: string } | null };
  readonly metaData: unknown;
}

const list = async (query = '', caller = shop): Promise<Listed> => {
  const answer = await caller.call(`/manage/orders${query}`);
  expect(answer.status).toBe(200);
  return answer.json as Listed;
};
const numbers = async (query: string) =>
  (await list(query)).data.map(({ orderNumber }) => orderNumber);
const filter = (...filters: readonly string[]): string =>
  `?perPage=1000&${filters.map((text) => `filter=${encodeURIComponent(text)}`).join('&')}`;

describe('GET /manage/orders', () => {
  test('lists the newest first, ten a page, with links and totals', async () => {
    const page = await list();
    expect(page.data.map(({ id }) => id)).toEqual([...ids].reverse().slice(0, 10));
    expect(page.links).toEqual({
      self: { method: 'GET', href: '/manage/orders', query: 'page=1&perPage=10' },
      next: { method: 'GET', href: '/manage/orders', query: 'page=2&perPage=10' },
    });
    expect(page.metaData).toEqual({
      totalNumberOfRecords: 12,
      numberOfPages: 2,
      currentPage: 1,
      range: { from: 1, to: 10 },
    });
  });

  test('shows the last page without a next, and none beyond', async () => {
    const last = await list('?page=2');
    expect(last.data.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(last.links.next).toBeNull();
    expect(last.metaData).toMatchObject({ currentPage: 2, range: { from: 11, to: 12 } });
    const beyond = await list('?page=3');
    expect(beyond.data).toEqual([]);
    expect(beyond.metaData).toMatchObject({ totalNumberOfRecords: 12, range: { from: 0, to: 0 } });
  });

  test('leads to the next page by its link', async () => {
    const first = await list(`?perPage=5&filter=${encodeURIComponent('storeId:["demo-se"]')}`);
    const { href, query } = first.links.next!;
    const second = (await shop.call(`${href}?${query}`)).json as Listed;
    expect(second.data.map(({ id }) => id)).toEqual(ids.slice(0, 5).reverse());
  });

  test.each(['FILTER', 'filter[]', 'filter[0]', 'Filter%5B%5D'])(
    'reads %s= as filter=, and leads on by the name of the contract',
    async (name) => {
      const wanted = encodeURIComponent('storeId:["demo-se"]');
      const page = await list(`?PERPAGE=5&${name}=${wanted}`);
      expect(page).toEqual(await list(`?perPage=5&filter=${wanted}`));
      expect(page.data).toHaveLength(5);
    },
  );

  test('shows each order', async () => {
    const [order] = (await list('?query=list-1&perPage=1000')).data.slice(-1);
    expect(order).toEqual({
      id: ids[0],
      orderNumber: 'list-1',
      merchantId: null,
      storeId: 'demo-se',
      paymentMethod: 'Invoice',
      totalAmount: 285,
      totalVat: 57,
      currency: 'SEK',
      status: 'Activated',
      countryCode: null,
      placedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/),
      expiresAt: expect.stringMatching(/\.\d{7}\+00:00$/),
      customerDetails: {},
      deliveryAddress: {},
      invoiceAddress: {},
      tags: [],
    });
  });

  test('finds by number and by reference of captures, whatever the case and without wildcards', async () => {
    expect(await numbers('?query=LIST-12')).toEqual(['list-12']);
    expect(await numbers('?query=parcel_7%25')).toEqual(['list-1']);
    expect(await numbers('?query=parcelx7')).toEqual([]);
    expect(await numbers('?query=%25')).toEqual(['list-1']);
    expect(await numbers('?query=%20list-12%20')).toEqual(['list-12']);
  });

  test('filters by status, whatever the case', async () => {
    expect(await numbers(filter('status:["activated"]'))).toEqual(['list-1']);
    expect(await numbers(filter('status:["Activated", "PARTACTIVATED"]'))).toEqual([
      'list-2',
      'list-1',
    ]);
    expect(await numbers(filter('status:["Expired"]'))).toEqual([]);
  });

  test('filters by store', async () => {
    expect(await numbers(filter('storeId:["DEMO-B2B"]'))).toEqual(['list-12', 'list-11']);
    expect(await numbers(filter('storeId:["demo-b2b"]', 'status:["Activated"]'))).toEqual([]);
  });

  test('filters by day or instant, both ends included, either open', async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(await numbers(filter(`placedAt:["${today}","9999-12-31"]`))).toHaveLength(12);
    expect(await numbers(filter('placedAt:["","2020-01-01"]'))).toEqual([]);
    expect(await numbers(filter('placedAt:["2020-01-01",""]'))).toHaveLength(12);
    expect(await numbers(filter('placedAt:["2020-01-01"]'))).toHaveLength(12);
    expect(await numbers(filter('placedAt:["0001-01-01","2099-12-31"]'))).toHaveLength(12);
    const { placedAt } = (await list('?query=list-12')).data[0] as unknown as { placedAt: string };
    expect(await numbers(filter(`placedAt:["${placedAt}","${placedAt}"]`))).toContain('list-12');
  });

  test('never shows orders of other stores', async () => {
    const credentials = await api.createClient({ clientId: 'rival', stores: [otherStore] });
    const rival = await WalleyCaller.of(api.url, credentials);
    for (const query of ['', '?query=list', filter('storeId:["demo-se"]')]) {
      expect(await list(query, rival)).toMatchObject({
        data: [],
        metaData: { totalNumberOfRecords: 0, numberOfPages: 0 },
      });
    }
  });

  test.each([
    '?status=Activated',
    '?__proto__=x',
    '?%zz',
    '?&&=',
    '?filters=status:["Activated"]',
    '?page[]=1',
    '?page=1&PAGE=1',
    '?page=0',
    '?page=-1',
    '?page=1.5',
    '?page=x',
    '?page=',
    '?page=1&page=2',
    '?page=99999999999999999999',
    '?perPage=0',
    '?perPage=1001',
    '?perPage=1e1',
    '?query=%ff',
    '?query=%00',
    `?query=${'x'.repeat(257)}`,
    '?query=a&query=b',
    '?filter=',
    '?filter=status',
    '?filter=status:Activated',
    '?filter=status:[]',
    '?filter=status:[1]',
    '?filter=status:["Nothing"]',
    '?filter=status:["Pending"]',
    '?filter=status:{"a":1}',
    '?filter=status:["Activated"]&filter=status:["Closed"]',
    '?filter=constructor:["x"]',
    '?filter=placedAt:["yesterday"]',
    '?filter=placedAt:["2021-02-30"]',
    '?filter=placedAt:["2021-13-01"]',
    '?filter=placedAt:["0000-01-01"]',
    '?filter=placedAt:["2021-01-01","2021-01-02","2021-01-03"]',
    `?filter=storeId:[${Array(101).fill('"a"').join(',')}]`,
    `?filter=${'['.repeat(3000)}`,
    '?filter=storeId:["a%00"]',
    '?filter=storeId:["a%ff"]',
  ])('answers %s 422 INVALID_QUERY', async (query) => {
    const answer = await shop.call(`/manage/orders${query}`);
    expect([answer.status, reasonsOf(answer)]).toEqual([422, ['INVALID_QUERY']]);
  });

  test.each([
    '?',
    '?&&',
    '?query=',
    '?page=1000000000&perPage=1000',
    '?page=1000000000&perPage=1000&query=list',
    "?query=';DROP TABLE orders",
  ])('is not confused by %s', async (query) => {
    expect((await shop.call(`/manage/orders${query}`)).status).toBe(200);
  });
});

test('nothing above was an error nobody foresaw', () => {
  expect(api.failures).toEqual([]);
});

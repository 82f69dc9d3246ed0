import { beforeEach, describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { capture, expire, item, register, shirts } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import { parseOrderCursor, type OrderFilter } from './order-list.js';
import { OrderQueries } from './order-queries.js';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
const [own, other, foreign] = ['own-se', 'other-se', 'foreign-se'];

const minute = (number: number): string =>
  new Date(Date.parse('2026-03-01T12:00:00.000Z') + number * 60_000).toISOString();
const idOf = (number: string, store = own): string => orderIdOf(store, number);
const numbered = (number: string): string[] => [idOf(number), idOf(number, other)];
const numbersOf = ({ orders }: { orders: readonly { orderNumber: string }[] }): string[] =>
  orders.map(({ orderNumber }) => orderNumber);

let queries: OrderQueries;

/** The numbers of all orders of the stores `own` and `other`, the newest first. */
const everything = ['pending', 'part', 'BIG-77', 'full', 'over', 'plain'];

beforeEach(async () => {
  queries = new OrderQueries(postgres.pool);
  const log = new RecordedLog().accept(
    register({ storeId: own, orderNumber: 'plain' }, minute(0)),
    register({ storeId: own, orderNumber: 'over' }, minute(1)),
    register({ storeId: own, orderNumber: 'full' }, minute(2)),
    register({ storeId: other, orderNumber: 'BIG-77' }, minute(3)),
    register({ storeId: own, orderNumber: 'part' }, minute(4)),
    register(
      { storeId: own, orderNumber: 'pending', authorization: { status: 'pending' } },
      minute(5),
    ),
    register({ storeId: foreign, orderNumber: 'plain' }, minute(6)),
    capture(idOf('full'), 28_500, { reference: 'Parcel_100%' }),
    capture(idOf('part'), 9_500, { items: [item(shirts, 1)], reference: 'parcel-7' }),
    capture(idOf('plain', foreign), 9_500, { reference: 'parcel-7' }),
    expire(idOf('over')),
  );
  await (await projector()).projection.apply(log.page());
});

const page = async (filter: Partial<OrderFilter> = {}, paging = { page: 1, perPage: 10 }) =>
  queries.page({ stores: [own, other], ...filter }, paging);

describe('a list', () => {
  test('holds the orders of the given stores, the newest first, and none of others', async () => {
    expect(numbersOf(await page())).toEqual(everything);
    expect(numbersOf(await page({ stores: [other] }))).toEqual(['BIG-77']);
    expect(numbersOf(await page({ stores: [foreign, foreign] }))).toEqual(['plain']);
    expect(await page({ stores: [] })).toEqual({ orders: [], total: 0 });
  });

  test.each<[string, Partial<OrderFilter>, string[]]>([
    ['one status', { statuses: ['Activated'] }, ['full']],
    ['several', { statuses: ['PartActivated', 'Expired', 'Expired'] }, ['part', 'over']],
    ['no status', { statuses: [] }, []],
    ['from an instant', { placedFrom: minute(3) }, ['pending', 'part', 'BIG-77']],
    ['before an instant', { placedBefore: minute(2) }, ['over', 'plain']],
    ['a range', { placedFrom: minute(1), placedBefore: minute(3) }, ['full', 'over']],
    ['a number', { orderIds: numbered('plain') }, ['plain']],
    ['a number is exact', { orderIds: numbered('PLAIN') }, []],
    ['a number in another store', { orderIds: numbered('BIG-77') }, ['BIG-77']],
    ['text in a number', { text: 'ig-7' }, ['BIG-77']],
    ['text in a reference', { text: 'parcel' }, ['part', 'full']],
    ['text in short', { text: '7' }, ['part', 'BIG-77']],
    ['text that looks like a pattern', { text: '_100%' }, ['full']],
    ['a wildcard is no wildcard', { text: 'p%g' }, []],
    ['a backslash', { text: '\\' }, []],
    ['text with a NUL', { text: 'a\0b' }, []],
    ['text and status', { text: 'parcel', statuses: ['Activated'] }, ['full']],
    ['text and number', { text: 'parcel', orderIds: numbered('part') }, ['part']],
    ['what an order comes to', { amount: 1 }, []],
    ['what a capture comes to', { amount: 9_500 }, ['part']],
    ['an amount in its currency', { amount: 9_500, amountCurrencies: ['NOK', 'SEK'] }, ['part']],
    ['an amount in another currency', { amount: 9_500, amountCurrencies: ['JPY'] }, []],
    ['an amount in no currency', { amount: 9_500, amountCurrencies: [] }, []],
    ['an amount in another store', { amount: 9_500, stores: [other] }, []],
    ['hostile text', { text: `'; DROP TABLE orders; --` }, []],
  ])('filters by %s', async (_what, filter, numbers) => {
    const numbered = await page(filter);
    expect(numbersOf(numbered)).toEqual(numbers);
    expect(numbered.total).toBe(numbers.length);
    const { orders } = await queries.list({ stores: [own, other], ...filter }, { limit: 10 });
    expect(numbersOf({ orders })).toEqual(numbers);
  });

  test('comes in numbered pages with the number of all', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4].map(async (number) => page({}, { page: number, perPage: 2 })),
    );
    expect(pages.map(numbersOf)).toEqual([
      ['pending', 'part'],
      ['BIG-77', 'full'],
      ['over', 'plain'],
      [],
    ]);
    expect(pages.map(({ total }) => total)).toEqual([6, 6, 6, 6]);
  });

  test('comes in pages behind a cursor, to the end', async () => {
    const numbers: string[] = [];
    let cursor: string | null = null;
    do {
      const after = cursor === null ? undefined : parseOrderCursor(cursor);
      const slice = await queries.list(
        { stores: [own, other] },
        { limit: 2, ...(after && { after }) },
      );
      expect(slice.orders).toHaveLength(2);
      numbers.push(...numbersOf(slice));
      cursor = slice.nextCursor;
    } while (cursor !== null);
    expect(numbers).toEqual(everything);
  });

  test('takes the furthest places that a caller can name', async () => {
    const stores = [own, other];
    for (const placedAt of ['1900-01-01T00:00:00.000Z', '2999-12-31T23:59:59.999Z']) {
      const after = { placedAt, orderId: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' };
      const { orders } = await queries.list({ stores }, { limit: 1_000, after });
      expect(numbersOf({ orders })).toEqual(placedAt.startsWith('19') ? [] : everything);
    }
    const farthest = { page: 1_000_000_000, perPage: 1_000 };
    expect((await page({}, farthest)).orders).toEqual([]);
    expect((await page({ text: 'parcel' }, farthest)).orders).toEqual([]);
    const ever = {
      placedFrom: '0001-01-01T00:00:00.000Z',
      placedBefore: '9999-12-31T23:59:59.999Z',
    };
    expect(numbersOf(await page(ever))).toEqual(everything);
  });

  test('shows what an order comes to', async () => {
    const { orders } = await page({ orderIds: numbered('part') });
    expect(orders).toEqual([
      {
        orderId: idOf('part'),
        storeId: own,
        orderNumber: 'part',
        currency: 'SEK',
        salesSegment: 'B2C',
        paymentMethod: 'invoice',
        placedAt: minute(4),
        expiresAt: '2026-06-01T12:00:00.000Z',
        status: 'PartActivated',
        total: 28_500,
        requested: 0,
        captured: 9_500,
        refunded: 0,
        cancelled: 0,
        remaining: 19_000,
        totalVat: 5_700,
        revision: 2,
        position: 140n,
      },
    ]);
  });
});

describe('orders placed at the same instant', () => {
  test('are told apart by their ids, so that no page repeats or loses one', async () => {
    const log = new RecordedLog();
    const numbers = Array.from({ length: 25 }, (_, index) => `same-${index}`);
    log.accept(...numbers.map((orderNumber) => register({ storeId: 'same', orderNumber })));
    await postgres.pool.query('UPDATE projection SET position = -1');
    await (await projector()).projection.apply(log.page());

    const seen: string[] = [];
    let after: ReturnType<typeof parseOrderCursor>;
    do {
      const slice = await queries.list({ stores: ['same'] }, { limit: 7, ...(after && { after }) });
      seen.push(...numbersOf(slice));
      after = slice.nextCursor === null ? undefined : parseOrderCursor(slice.nextCursor);
    } while (after !== undefined);

    expect(seen).toHaveLength(25);
    expect([...seen].sort()).toEqual([...numbers].sort());
  });
});

describe('an order', () => {
  test('that is not there is not found', async () => {
    expect(await queries.find(idOf('unknown'))).toBeUndefined();
  });

  test('names its own last event, not the last of all', async () => {
    const view = await queries.find(idOf('plain'));
    expect([view?.revision, view?.position]).toEqual([1, 10n]);
  });
});

describe('an action', () => {
  test('was applied if an event of that order came from it', async () => {
    const command = capture(idOf('plain'), 100);
    const log = new RecordedLog().accept(
      register({ storeId: own, orderNumber: 'again' }),
      capture(idOf('again'), 100),
    );
    await postgres.pool.query('UPDATE projection SET position = -1');
    await (await projector()).projection.apply(log.page());
    const applied = log.events.at(-1)!.metadata.correlationId;

    expect(await queries.wasApplied(idOf('again'), applied)).toBe(true);
    expect(await queries.wasApplied(idOf('plain'), applied)).toBe(false);
    expect(await queries.wasApplied(idOf('again'), command.actionId)).toBe(false);
  });
});

describe('large tables', () => {
  test('are listed and searched through indexes', async () => {
    await postgres.pool.query(`
      INSERT INTO orders SELECT gen_random_uuid(), 'store-' || n % 50, 'number-' || n, currency, sales_segment,
        payment_method, country_code, attributes, registered_by, placed_at + n * interval '1 second', expires_at,
        status, rows_made, total, requested, captured, refunded, cancelled, remaining, captured_vat, total_vat,
        revision, position, rows
      FROM orders, generate_series(1, 20000) n WHERE order_number = 'plain' AND store_id = '${own}';
      INSERT INTO search_texts SELECT order_id, store_id, order_number FROM orders;
      INSERT INTO order_customers SELECT order_id, store_id, gen_random_uuid(), false,
        json_build_object('reference', order_number) FROM orders`);
    await postgres.pool.query('VACUUM ANALYZE');
    const plan = await explained(() => queries.list({ stores: ['store-7'] }, { limit: 20 }));
    expect(plan).toContain('orders_newest');
    expect(plan).not.toContain('Seq Scan on orders');

    const search = await explained(() =>
      queries.page({ stores: ['store-7'], text: 'number-1234' }, { page: 1, perPage: 10 }),
    );
    expect(search).toContain('search_texts_trigrams');
    expect(search).not.toMatch(/Seq Scan on (orders|search_texts)/);

    const customer = { stores: ['store-7'], customerReference: 'number-1007' };
    const ofCustomer = await explained(() => queries.page(customer, { page: 1, perPage: 10 }));
    expect(ofCustomer).toContain('order_customers_reference');
    expect(ofCustomer).not.toMatch(/Seq Scan on (orders|order_customers)/);
  });
});

/** PostgreSQL's plan for the first statement of a query. */
const explained = async (query: () => Promise<unknown>): Promise<string> => {
  const { pool } = postgres;
  const sent: { text: string; values: unknown[] }[] = [];
  const spied = Object.create(pool, {
    query: {
      value: async (query: { text: string; values: unknown[] }) => {
        sent.push(query);
        return pool.query(query);
      },
    },
  }) as typeof pool;
  queries = new OrderQueries(spied);
  await query();
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN ${sent[0]!.text}`,
    sent[0]!.values,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
};

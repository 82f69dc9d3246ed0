import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { aHistory } from '../testing/a-history.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { useProjection } from '../testing/use-projection.js';
import {
  moneyStateOf,
  moneyStates,
  moneyStateSql,
  shopViewOf,
  shopViews,
  shopViewSql,
  statusesOfMoney,
} from './money-state.js';
import { OrderQueries, PageTooHeavy } from './order-queries.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);

interface Row {
  readonly id: string;
  readonly store: string;
  readonly money: string;
  readonly shop: string;
}

const statesSql = `SELECT o.order_id AS id, o.store_id AS store, ${moneyStateSql} AS money, ${shopViewSql} AS shop
  FROM orders o`;

describe('the states of money and shop', () => {
  test('are the same in SQL, and lists by them have just these orders', async () => {
    const { projection } = await projector();
    const queries = new OrderQueries(postgres.pool);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(aHistory, async (log) => {
        await emptyReadModels(postgres.pool);
        await projection.apply(log.page());
        const { rows } = await postgres.pool.query<Row>(statesSql);
        const stores = [...new Set(rows.map(({ store }) => store))];
        for (const { id, money, shop } of rows) {
          const view = (await queries.find(id))!;
          expect([moneyStateOf(view), shopViewOf(view)]).toEqual([money, shop]);
          expect(statusesOfMoney[moneyStateOf(view)]).toContain(view.status);
          seen.add(money).add(shop);
        }
        const window = { offset: 0, limit: 100 };
        for (const state of moneyStates) {
          const { orders, total } = await queries.wholePage(
            { stores, moneyStates: [state] },
            window,
          );
          const due = rows.filter(({ money }) => money === state).map(({ id }) => id);
          expect(orders.map(({ orderId }) => orderId).sort()).toEqual(due.sort());
          expect(total).toBe(due.length);
        }
        const all = await queries.wholePage({ stores, shopViews }, window);
        expect(all.total).toBe(rows.length);
        for (const order of all.orders) expect(order).toEqual(await queries.find(order.orderId));
        const first = await queries.wholePage({ stores }, { ...window, oldestFirst: true });
        expect(first.orders.map(({ orderId }) => orderId)).toEqual(
          all.orders.map(({ orderId }) => orderId).reverse(),
        );
      }),
      { numRuns: 15, seed: 7 },
    );
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['cancelled', 'captured', 'completed', 'open', 'partly refunded']),
    );
  }, 120_000);

  test('of a page of too many rows is not read at all', async () => {
    const withOrders = aHistory.filter((log) => log.orders.size > 0);
    const [history] = fc.sample(withOrders, 1);
    await (await projector()).projection.apply(history!.page());
    await postgres.pool.query(
      `UPDATE orders SET rows = (SELECT json_agg(n) FROM generate_series(1, 50001) AS n)`,
    );
    const { rows } = await postgres.pool.query<Row>(statesSql);
    const page = new OrderQueries(postgres.pool).wholePage(
      { stores: rows.map(({ store }) => store) },
      { offset: 0, limit: 1 },
    );
    await expect(page).rejects.toThrow(PageTooHeavy);
  });
});

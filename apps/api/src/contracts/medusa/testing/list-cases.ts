import { beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../../../../test/support/until.js';
import { error, refused } from './answers.js';
import { type MedusaShop, orderOf } from './medusa-shop.js';

/**
 * Specs of lists. These specs must run last, because they expect the orders that the other specs
 * have registered.
 */
export const listCases = (shopOf: () => MedusaShop): void => {
  let shop: MedusaShop;
  beforeAll(() => {
    shop = shopOf();
  });

  describe('a list', () => {
    let numbers: string[];

    const list = async (query = '') => {
      const answer = await shop.get(`/admin/orders?${query}`);
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body as unknown as {
        orders: { id: string; payment_status: string }[];
        count: number;
        offset: number;
        limit: number;
      };
    };
    const ids = async (query: string) => (await list(query)).orders.map(({ id }) => id);

    beforeAll(async () => {
      const made = [
        await shop.order({ orderNumber: '70001' }),
        await shop.order({
          orderNumber: 'with-customer',
          customer: { reference: 'cus_42', email: 'Anna@Shop.example', lastName: 'Andersson' },
        }),
        await shop.order({ orderNumber: 'done', attributes: { medusa: { display_id: 70_002 } } }),
      ];
      await shop.capture('done');
      await shop.send('/admin/orders/done/complete');
      for (const number of made) await shop.orderId(number);
      await until(async () => (await ids('id=done&status[]=completed')).length === 1);
      numbers = made;
    });

    test('is newest first, in pages, with the orders as they are shown one by one', async () => {
      const page = await list('limit=2');
      expect(page).toMatchObject({ limit: 2, offset: 0, count: expect.any(Number) });
      expect(page.orders.map(({ id }) => id)).toEqual(['done', 'with-customer']);
      expect(await ids('limit=1&offset=2')).toEqual(['70001']);
      expect((await list()).limit).toBe(50);
      const oldest = await ids('order=created_at&limit=1');
      expect(oldest).toEqual(['order_0001']);
      for (const order of page.orders)
        expect(order).toEqual(orderOf(await shop.get(`/admin/orders/${order.id}`)));
      expect((await list('limit=1000')).orders.length).toBe(page.count);
    });

    test('is filtered by each parameter', async () => {
      expect(await ids('id=70001')).toEqual(['70001']);
      expect(await ids('id=nothing')).toEqual([]);
      expect(await ids('display_id=70001')).toEqual(['70001']);
      expect(await ids('display_id=70002')).toEqual(['done']);
      expect(await ids('q=ANDERSS')).toEqual(['with-customer']);
      expect(await ids('email=anna@shop.example')).toEqual(['with-customer']);
      expect(await ids('email=anna')).toEqual([]);
      expect(await ids('customer_id=cus_42')).toEqual(['with-customer']);
      expect(await ids('status[]=completed&payment_status[0]=captured')).toEqual(['done']);
      expect(await ids('currency_code=eur')).toEqual([]);
      expect((await ids('currency_code=sek')).length).toBeGreaterThan(2);
      for (const status of ['canceled', 'requires_action', 'not_paid', 'refunded']) {
        const { orders } = await list(`payment_status[]=${status}`);
        expect(orders.length).toBeGreaterThan(0);
        expect(new Set(orders.map((order) => order.payment_status))).toEqual(new Set([status]));
      }
      expect((await list('fulfillment_status[]=shipped')).count).toBe(0);
      const [done] = (await list('id=done')).orders as unknown as { created_at: string }[];
      const at = done?.created_at ?? '';
      expect(await ids(`id=done&created_at[gte]=${at}&created_at[lte]=${at}`)).toEqual(['done']);
      expect(await ids(`id=done&created_at[gt]=${at}`)).toEqual([]);
      expect(await ids(`id=done&created_at[lt]=${at}`)).toEqual([]);
      expect(await ids('created_at[gt]=4000000000')).toEqual([]);
      expect(numbers).toHaveLength(3);
    });

    test('refuses what it does not understand', async () => {
      const words = 'captured, awaiting, not_paid, refunded, partially_refunded, canceled';
      const wrong: readonly (readonly [string, unknown])[] = [
        [
          'payment_status[]=x',
          `each value in payment_status must be one of the following values: ${words}, requires_action`,
        ],
        ['status=pending', 'status must be an array'],
        ['limit=0', 'limit must not be less than 1'],
        ['limit=1001', 'limit must not be greater than 1000'],
        ['limit=abc', 'limit must be a number conforming to the specified constraints'],
        ['offset=-1', 'offset must not be less than 0'],
        ['offset=1e400', expect.any(String)],
        ['order=total', expect.any(String)],
        ['created_at[gt]=yesterday', expect.stringContaining('created_at.gt')],
        ['created_at=2020-01-01', expect.stringContaining('created_at')],
        ['created_at[foo]=1', 'property foo should not exist'],
        ['region_id=x', 'property region_id should not exist'],
        ['q=%00', expect.any(String)],
        ['status[][]=pending', expect.any(String)],
      ];
      for (const [query, message] of wrong)
        expect(error(await shop.get(`/admin/orders?${query}`))).toEqual(
          refused(400, 'invalid_data', message),
        );
    });
  });
};

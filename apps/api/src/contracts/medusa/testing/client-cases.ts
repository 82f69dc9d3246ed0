import { beforeAll, describe, expect, test } from '@jest/globals';
import Medusa from '@medusajs/medusa-js';
import { GatewayProxy } from '../../../../../../test/support/gateway-proxy.js';
import { until } from '../../../../../../test/support/until.js';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';
import { type MedusaShop, password } from './medusa-shop.js';

/**
 * The methods of Medusa's published client that these specs call. The client's own types are not
 * used, because they need the whole package `@medusajs/medusa`.
 */
interface PublishedClient {
  readonly admin: {
    readonly auth: {
      createSession(body: object): Promise<{ user: unknown }>;
      getSession(): Promise<{ user: unknown }>;
    };
    readonly orders: Readonly<
      Record<
        'capturePayment' | 'retrieve' | 'cancel' | 'complete' | 'archive',
        (id: string) => Promise<{ order: Record<string, unknown>; response: { status: number } }>
      >
    > & {
      list(query?: object): Promise<{ orders: { id: string }[]; count: number }>;
      refundPayment(id: string, body: object): Promise<{ order: Record<string, unknown> }>;
    };
    readonly payments: {
      capturePayment(id: string): Promise<{ payment: Record<string, unknown> }>;
    };
  };
}

type ClientClass = new (options: object) => PublishedClient;

/**
 * Specs that call the API with `@medusajs/medusa-js`, Medusa's published client, without changes.
 */
export const clientCases = (shopOf: () => MedusaShop): void => {
  let shop: MedusaShop;
  let ledger: LedgerUnderTest;
  beforeAll(() => {
    shop = shopOf();
    ledger = shop.ledger;
  });

  describe.each([0, 3])('the published client with maxRetries %i', (maxRetries) => {
    const clientAt = (baseUrl: string) => {
      const { default: nested } = Medusa as unknown as { default?: ClientClass };
      const Client = nested ?? (Medusa as unknown as ClientClass);
      return new Client({ baseUrl, maxRetries, apiKey: shop.apiToken });
    };

    test('captures, shows, lists, refunds, completes, archives and cancels', async () => {
      const { admin } = clientAt(ledger.url);
      const number = await shop.order();
      const { order, response } = await admin.orders.capturePayment(number);
      expect([response.status, order['payment_status']]).toEqual([200, 'captured']);
      expect((await admin.orders.retrieve(number)).order['id']).toBe(number);
      await shop.orderId(number);
      const query = { id: number, payment_status: ['captured'], limit: 1 };
      await until(async () => (await admin.orders.list(query)).count === 1);
      const refunded = await admin.orders.refundPayment(number, { amount: 100, reason: 'return' });
      expect(refunded.order['refunded_total']).toBe(100);
      expect((await admin.orders.complete(number)).order['status']).toBe('completed');
      expect((await admin.orders.archive(number)).order['status']).toBe('archived');
      const other = await shop.order();
      expect((await admin.orders.cancel(other)).order['status']).toBe('canceled');
      const third = (await admin.orders.retrieve(await shop.order())).order;
      const [payment] = third['payments'] as { id: string }[];
      const captured = await admin.payments.capturePayment(payment?.id ?? '');
      expect(captured.payment['captured_at']).toEqual(expect.any(String));
    });

    test('logs in', async () => {
      const { user } = await clientAt(ledger.url).admin.auth.createSession({
        ...{ email: shop.email, password },
      });
      expect(user).toMatchObject({ email: shop.email });
    });

    test('captures once although the answer is thrown away', async () => {
      let isLost = false;
      const proxy = await GatewayProxy.open(
        () => ledger.url,
        (method) => {
          if (method !== 'POST' || isLost) return 'none';
          isLost = true;
          return 'reply-lost';
        },
      );
      try {
        const number = await shop.order();
        const capture = () => clientAt(proxy.url).admin.orders.capturePayment(number);
        if (maxRetries === 0) await expect(capture()).rejects.toThrow();
        expect((await capture()).order['payment_status']).toBe('captured');
        const captured = (await shop.eventsOf(number)).filter((type) => type === 'OrderCaptured');
        expect(captured).toHaveLength(1);
      } finally {
        proxy.close();
      }
    });
  });
};

import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Executed, OrderExecution, OrderRepository } from '#event-log';
import { orderIdsOf } from '#event-log/offline';
import { decide, evolve, type Order, type OrderCommand } from '#ledger';
import { OrderExpiry } from './expiry-task.js';

const orderId = orderIdsOf(undefined).of('demo-se', '1');
const expiresAt = '2026-03-01T00:00:00.000Z';
const at = '2026-03-02T00:00:00.000Z';

/** A repository with a single order: decides commands as the ledger does, without a log. */
class OneOrder implements Pick<OrderRepository, 'execute'> {
  order: Order | undefined;

  execute({ decide: decided }: Pick<OrderExecution, 'decide'>): Promise<Executed> {
    const decision = decided(this.order);
    if (decision.kind === 'accepted') {
      for (const event of decision.events) {
        this.order = evolve(this.order, { ...event, cause: decision.cause });
      }
    }
    return Promise.resolve({ ...decision } as unknown as Executed);
  }

  async accept(command: OrderCommand): Promise<void> {
    const { kind } = await this.execute({ decide: (order) => decide(order, command) });
    expect(kind).toBe('accepted');
  }

  get status(): string | undefined {
    return this.order?.balance.status;
  }
}

const shoes = {
  articleNumber: '1',
  description: 'Shoes',
  unitPrice: 100,
  quantity: 2,
  vatRate: 25,
};
const registered: OrderCommand = {
  type: 'RegisterOrder',
  orderId,
  at: '2026-02-01T00:00:00.000Z',
  actionId: 'a',
  data: {
    storeId: 'demo-se',
    orderNumber: '1',
    currency: 'SEK',
    salesSegment: 'B2C',
    paymentMethod: 'card',
    rows: [shoes],
    expiresAt,
    authorization: { status: 'authorized' },
  },
};
const head = { orderId, at: '2026-02-02T00:00:00.000Z' };
const item = { articleNumber: '1', unitPrice: { unit: 'minor' as const, value: 100 }, quantity: 1 };
const captured: OrderCommand = {
  type: 'RequestCapture',
  ...head,
  actionId: 'capture',
  data: { amount: item.unitPrice, items: [item], replaceItems: false },
};

test('an order expires once, and once more if something of it is left again', async () => {
  const orders = new OneOrder();
  const expiry = new OrderExpiry(orders as unknown as OrderRepository, pino({ level: 'silent' }));
  for (const command of [registered, captured]) await orders.accept(command);
  await expiry.expire({ orderId }, at);
  const { order } = orders;
  expect(orders.status).toBe('Expired');
  await expiry.expire({ orderId }, at);
  expect(orders.order).toBe(order);

  await orders.accept({ type: 'CancelOrder', ...head, at, actionId: 'cancel', data: {} });
  const data = { captureId: 'capture', reason: 'card_declined' };
  await orders.accept({ type: 'FailCapture', ...head, at, actionId: 'fail', data });
  expect(orders.status).toBe('NotActivated');
  await expiry.expire({ orderId }, at);
  expect(orders.status).toBe('Expired');
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { loadOrder } from './load-order.js';
import { OrderRepository } from './order-repository.js';

let node: RunningEventNode;
let store: EventStore;

beforeAll(async () => {
  node = await RunningEventNode.start();
  store = connectEventStore(node.url);
});

afterAll(async () => {
  await store.dispose();
  await node.remove();
});

const captured = async (times: number): Promise<string> => {
  const orders = new OrderRepository(store);
  const orderId = randomUUID();
  await orders.execute(registerOrder(orderId));
  for (let i = 0; i < times; i += 1)
    await orders.execute(requestCapture(orderId, { amount: 9500 }));
  return orderId;
};

describe('an order of which an earlier state is known', () => {
  test('is folded on from that state', async () => {
    const orderId = await captured(1);
    const known = await loadOrder(store, orderId);
    await new OrderRepository(store).execute(requestCapture(orderId, { amount: 19000 }));
    expect(await loadOrder(store, orderId, known)).toEqual(await loadOrder(store, orderId));
  });

  test('is that state itself when nothing came after it', async () => {
    const orderId = await captured(1);
    const known = await loadOrder(store, orderId);
    expect(await loadOrder(store, orderId, known)).toBe(known);
  });

  test('is folded anew when the stream holds another event in that place', async () => {
    const orderId = await captured(1);
    const now = await loadOrder(store, orderId);
    const elsewhere = await loadOrder(store, await captured(2));
    const mistaken = { ...elsewhere!, revision: now!.revision };
    expect(await loadOrder(store, orderId, mistaken)).toEqual(now);
  });

  test('is folded anew when the stream is shorter than that', async () => {
    const orderId = await captured(1);
    const now = await loadOrder(store, orderId);
    expect(await loadOrder(store, orderId, { ...now!, revision: 40 })).toEqual(now);
  });
});

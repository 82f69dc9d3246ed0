import { createHash, randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { OrderRepository } from '../order/order-repository.js';
import { readStoredHistory } from '../order/load-order.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { verifyChain } from '../testing/verify-chain.js';

let node: RunningEventNode;
let eventStore: EventStore;
let client: EventStoreDBClient;
const orderId = randomUUID();

beforeAll(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url);
  client = EventStoreDBClient.connectionString(node.url);
  const orders = new OrderRepository(eventStore);
  await orders.execute(registerOrder(orderId));
  await orders.execute(requestCapture(orderId, { amount: 9500, idempotencyKey: 'k' }));
  await orders.execute(requestCapture(orderId, { amount: 19000 }));
});

afterAll(async () => {
  await Promise.all([eventStore.dispose(), client.dispose()]);
  await node.remove();
});

describe('an auditor with the official client alone', () => {
  test('verifies the chain in a few lines', async () => {
    const canonical = canonicalize as unknown as (value: unknown) => string;
    let chain = '';
    let events = 0;
    for await (const { event } of client.readStream(`order-${orderId}`)) {
      const { type, data, metadata } = event!;
      const { chain: link, ...rest } = metadata as Record<string, unknown>;
      const text = chain + canonical({ type, data, metadata: rest });
      chain = createHash('sha256').update(text).digest('hex');
      expect(link).toBe(chain);
      events += 1;
    }
    expect(events).toBeGreaterThanOrEqual(3);
  });

  test('reads JSON with complete metadata', async () => {
    for await (const { event } of client.readStream(`order-${orderId}`)) {
      expect(event).toMatchObject({ isJson: true, data: { orderId } });
      expect(Object.keys(event!.metadata as object).toSorted()).toEqual(
        expect.arrayContaining([
          'action',
          'causationId',
          'chain',
          'clientId',
          'contract',
          'correlationId',
          'endpoint',
          'fingerprint',
          'recordedAt',
          'schemaVersion',
          'storeId',
        ]),
      );
    }
  });
});

describe('our own verification', () => {
  test('finds the stored history whole', async () => {
    const loaded = await new OrderRepository(eventStore).load(orderId);
    expect(await verifyChain(readStoredHistory(eventStore, orderId))).toEqual({
      ok: true,
      events: loaded!.revision + 1,
      chain: loaded!.chain,
    });
  });
});

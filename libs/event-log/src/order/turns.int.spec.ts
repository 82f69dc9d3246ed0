import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { OrderRepository } from './order-repository.js';
import { Turns } from './turns.js';

let node: RunningEventNode;
let stores: EventStore[];

beforeAll(async () => {
  node = await RunningEventNode.start();
  stores = [connectEventStore(node.url), connectEventStore(node.url)];
});

afterAll(async () => {
  await Promise.all(stores.map(async (store) => store.dispose()));
  await node.remove();
});

test('of 64 callers of two replicas and one order none is refused, and each capture is recorded once', async () => {
  const orderId = randomUUID();
  // The time limits are long, so that no command is given up on a busy machine.
  const replicas = stores.map(
    (store) => new OrderRepository(store, { giveUpAfterMs: 60_000, waitMsMax: 60_000 }),
  );
  const rounds = 4;
  await replicas[0]!.execute(registerOrder(orderId, 1_000));

  const answers = await Promise.all(
    Array.from({ length: 64 }, async (_, caller) => {
      const own: { kind: string; revision: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const answer = await replicas[caller % 2]!.execute(
          requestCapture(orderId, { amount: 9500 }),
        );
        own.push({ revision: -1, ...answer });
      }
      return own;
    }),
  );

  const all = answers.flat();
  expect(all.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
  expect(new Set(all.map(({ revision }) => revision)).size).toBe(64 * rounds);
});

test('a turn is left to others only after one of them was quicker, and for a while', async () => {
  let now = 0;
  const turns = new Turns(
    () => now,
    () => 0,
  );
  expect(turns.isContended('a')).toBe(false);
  await turns.lost('a', 1);
  expect([turns.isContended('a'), turns.isContended('b')]).toEqual([true, false]);
  await turns.leave('a', 4);
  now = 999;
  expect(turns.isContended('a')).toBe(true);
  now = 1_000;
  expect(turns.isContended('a')).toBe(false);
});

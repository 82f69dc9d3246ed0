import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../faults.js';
import { OrderRepository } from '../order/order-repository.js';
import { streamOf } from '../streams.js';
import { registerOrder } from '../testing/commands.js';
import { FakeFollower } from '../testing/fake-follower.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { connectEventStore } from './connect-event-store.js';
import type { EventStore } from './event-store.js';

let leader: RunningEventNode;
let follower: FakeFollower;
let stores: EventStore[];

beforeEach(async () => {
  leader = await RunningEventNode.start();
  stores = [];
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.dispose()));
  follower.stop();
  await leader.remove();
});

const connected = (url: string): EventStore => {
  const store = connectEventStore(url);
  stores.push(store);
  return store;
};

const leaderPort = (): number => Number(/:(\d+)\?/.exec(leader.url)?.[1]);

describe('a client whose node is not the leader any more', () => {
  test('finds an order that the leader has acknowledged a moment ago', async () => {
    follower = await FakeFollower.start(leaderPort());
    const orderId = randomUUID();
    const atLeader = new OrderRepository(connected(leader.url));
    await atLeader.execute(registerOrder(orderId));

    const atFollower = new OrderRepository(connected(follower.url));
    expect(await atFollower.load(orderId)).toMatchObject({ revision: 1 });
  });

  test.each([
    'Server Is Not Ready',
    'Server Is Busy',
    'Leader info available',
    'No leader info available in response',
  ])('is answered %s and writes once, at the leader', async (text) => {
    follower = await FakeFollower.start(leaderPort(), [text, text]);
    const orderId = randomUUID();
    const orders = new OrderRepository(connected(follower.url));

    const executed = await orders.execute(registerOrder(orderId));

    expect(executed).toMatchObject({ kind: 'accepted', replayed: false, revision: 1 });
    expect(follower.appends).toBeGreaterThanOrEqual(2);
    const stream = { streamId: streamOf(orderId), fromRevision: 0, eventsMax: 10 };
    expect(await connected(leader.url).read(stream)).toHaveLength(2);
  });

  test('learns that nothing was written, and may come back at once', async () => {
    follower = await FakeFollower.start(leaderPort(), ['Server Is Busy']);
    const append = connected(follower.url).append({
      streamId: 'order-x',
      firstRevision: 0,
      events: [],
    });
    await expect(append).rejects.toMatchObject({ retryAfterSeconds: 1 });
    await expect(append).rejects.toBeInstanceOf(EventStoreUnavailable);
  });
});

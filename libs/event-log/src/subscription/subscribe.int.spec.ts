import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, type AllStreamSubscription } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import type { RecordedEvent } from '../events/decode-event.js';
import { OrderRepository } from '../order/order-repository.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import { until } from '../../../../test/support/until.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import type { LogPage, UnreadableStored } from './log-pages.js';
import { subscribeToLedger } from './subscribe.js';

let node: RunningEventNode;
let eventStore: EventStore;
let orders: OrderRepository;
let ending: AbortController;

beforeEach(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url);
  orders = new OrderRepository(eventStore);
  ending = new AbortController();
});

afterEach(async () => {
  ending.abort();
  await eventStore.dispose();
  await node.remove();
});

const pagesAfter = (after?: bigint, pageSize = 100): AsyncIterable<LogPage> =>
  subscribeToLedger(eventStore, { after, pageSize, signal: ending.signal });

/** Reads pages until the condition holds for their events. */
const pagesUntil = async (
  pages: AsyncIterable<LogPage>,
  enough: (events: readonly RecordedEvent[], last: LogPage) => boolean,
): Promise<LogPage[]> => {
  const taken: LogPage[] = [];
  for await (const page of pages) {
    taken.push(page);
    if (enough(eventsOf(taken), page)) break;
  }
  return taken;
};

const eventsOf = (pages: readonly LogPage[]): RecordedEvent[] =>
  pages.flatMap(({ events }) => events);

const caughtUp = (_events: readonly RecordedEvent[], last: LogPage): boolean => last.caughtUp;

/**
 * Registers an order and captures it `captures` times. Returns the positions of the order's events.
 */
const written = async (captures: number): Promise<bigint[]> => {
  const orderId = randomUUID();
  await orders.execute(registerOrder(orderId, captures + 1));
  for (let made = 0; made < captures; made += 1) {
    await orders.execute(requestCapture(orderId, { amount: 9500 }));
  }
  const client = EventStoreDBClient.connectionString(node.url);
  const positions: bigint[] = [];
  for await (const { event } of client.readStream(`order-${orderId}`)) {
    positions.push(event!.position!.commit);
  }
  await client.dispose();
  return positions;
};

const positionsIn = (pages: readonly LogPage[]): bigint[] =>
  eventsOf(pages).map(({ position }) => position);

const otherStream = async (events: number): Promise<void> => {
  const client = EventStoreDBClient.connectionString(node.url);
  const noise = Array.from({ length: events }, () => jsonEvent({ type: 'Noise', data: {} }));
  await client.appendToStream('ledger-noise', noise);
  await client.dispose();
};

describe('a subscription to all orders', () => {
  test('gives the events there are, in log order, and says when it has caught up', async () => {
    const positions = [...(await written(3)), ...(await written(2))];
    const pages = await pagesUntil(pagesAfter(), caughtUp);
    expect(positionsIn(pages)).toEqual(positions);
  });

  test('goes on exclusively behind the position given', async () => {
    const positions = await written(4);
    const pages = await pagesUntil(pagesAfter(positions[1]), caughtUp);
    expect(positionsIn(pages)).toEqual(positions.slice(2));
  });

  test('catches up on a log without orders', async () => {
    const [page] = await pagesUntil(pagesAfter(), caughtUp);
    expect(page?.events).toEqual([]);
  });

  test('keeps to the page size', async () => {
    const positions = await written(20);
    const pages = await pagesUntil(pagesAfter(undefined, 4), caughtUp);
    expect(positionsIn(pages)).toEqual(positions);
    expect(Math.max(...pages.map(({ events }) => events.length))).toBeLessThanOrEqual(4);
  });

  test('leaves out other streams, but its position passes them', async () => {
    const [, first] = await written(0);
    await otherStream(3_000);
    const pages = await pagesUntil(pagesAfter(first), caughtUp);
    expect(eventsOf(pages)).toEqual([]);
    expect(pages.at(-1)!.position).toBeGreaterThan(first!);
    const later = await written(1);
    expect(later[0]).toBeGreaterThan(pages.at(-1)!.position);
    const rest = await pagesUntil(pagesAfter(pages.at(-1)!.position), caughtUp);
    expect(positionsIn(rest)).toEqual(later);
  });

  test('gives a live event without waiting for a page to fill', async () => {
    const delays: number[] = [];
    const live = pagesAfter()[Symbol.asyncIterator]();
    for (let page = await live.next(); !(page.value as LogPage).caughtUp;) page = await live.next();
    for (let i = 0; i < 20; i += 1) {
      const next = live.next();
      await orders.execute(registerOrder(randomUUID()));
      const acknowledged = performance.now();
      let seen = (await next).value as LogPage;
      delays.push(performance.now() - acknowledged);
      while (seen.events.length === 0) seen = (await live.next()).value as LogPage;
    }
    await live.return?.();
    // The median delay, in milliseconds. If a page waited for a timer before it was returned, the
    // delay would be longer than this on any machine.
    expect(delays.toSorted((a, b) => a - b)[10]).toBeLessThan(500);
  });

  test('ends without an error when it is aborted, also while it waits', async () => {
    const live = pagesAfter();
    const ended = pagesUntil(live, (_events, { caughtUp: now }) => {
      if (now)
        setImmediate(() => {
          ending.abort();
        });
      return false;
    });
    await expect(ended).resolves.not.toHaveLength(0);
  });

  test('tells of an event it cannot read, and goes on', async () => {
    const client = EventStoreDBClient.connectionString(node.url);
    const streamId = `order-${randomUUID()}`;
    await client.appendToStream(streamId, jsonEvent({ type: 'OrderTeleported', data: {} }));
    await client.dispose();
    const later = (await written(1)).at(-1)!;
    const found: UnreadableStored[] = [];
    for await (const { damages = [], events, last } of pagesAfter()) {
      for (const damage of damages) found.push(damage);
      if (!events.some(({ position }) => position === later)) continue;
      expect(last).toMatchObject({
        // The page may contain later events too.
        position: events.at(-1)?.position,
        chain: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      break;
    }
    expect(found).toMatchObject([{ streamId, orderId: streamId.slice(6), revision: 0n }]);
  });
});

describe('a subscription over restarts of the event node', () => {
  test('has no gap and no duplicate', async () => {
    const orderIds = Array.from({ length: 10 }, () => randomUUID());
    await Promise.all(orderIds.map((id) => orders.execute(registerOrder(id, 1_000))));
    const acknowledged = new Set<bigint>();
    let writing = true;
    const writers = orderIds.map(async (orderId) => {
      while (writing) {
        const answer = await orders.execute(requestCapture(orderId, { amount: 9500 }));
        if (answer.kind === 'accepted') acknowledged.add(answer.position);
      }
    });
    let restarts = 0;
    let isRestarting = false;
    let eventsBefore = 0;
    const restart = async (): Promise<void> => {
      isRestarting = true;
      await node.stop();
      await node.start();
      restarts += 1;
      isRestarting = false;
    };
    const pages = await pagesUntil(pagesAfter(undefined, 16), (events) => {
      if (!isRestarting && events.length > eventsBefore + 50) {
        eventsBefore = events.length;
        if (restarts < 3) void restart();
        else writing = false;
      }
      return !writing;
    });
    await Promise.all(writers);
    const rest = await pagesUntil(pagesAfter(pages.at(-1)!.position), caughtUp);
    const seen = positionsIn([...pages, ...rest]);
    expect(restarts).toBe(3);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => (a < b ? -1 : 1)));
    expect([...acknowledged].filter((position) => !seen.includes(position))).toEqual([]);
  });
});

describe('a slow reader', () => {
  test('holds the server back instead of gathering the log in memory, and then misses nothing', async () => {
    let connection: AllStreamSubscription | undefined;
    const watched: Pick<EventStore, 'follow'> = {
      follow: (following) => (connection = eventStore.follow(following)),
    };
    const options = { after: undefined, pageSize: 5, signal: ending.signal };
    const live = subscribeToLedger(watched, options);
    const before = await Promise.all(Array.from({ length: 10 }, () => written(5)));
    const first = (await live.next()).value as LogPage;
    const later = await written(30);
    await expect(until(() => connection!.readableLength >= 5)).resolves.toBeUndefined();
    expect(connection!.readableLength).toBeLessThanOrEqual(10);
    const all = [...before.flat(), ...later].length;
    const rest = await pagesUntil(live, (events) => events.length + first.events.length >= all);
    const seen = positionsIn([first, ...rest]);
    expect(seen).toEqual([...before.flat(), ...later].toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { LogMismatch } from '../faults.js';
import { OrderRepository } from '../order/order-repository.js';
import { followLog } from '../subscription/subscribe.js';
import type { StoredPage } from '../subscription/stored-pages.js';
import { registerOrder } from '../testing/commands.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import {
  LogConsumer,
  type Checkpoint,
  type ConsumedPage,
  type LogConsumerOptions,
} from './log-consumer.js';

let node: RunningEventNode;
let eventStore: EventStore;
let orders: OrderRepository;
let running: { readonly ending: AbortController; readonly run: Promise<void> }[];

beforeEach(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url);
  orders = new OrderRepository(eventStore);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map(stop));
  await eventStore.dispose();
  await node.remove();
});

class MemoryCheckpoint implements Checkpoint {
  position: bigint | undefined;
  saves = 0;

  load(): Promise<bigint | undefined> {
    return Promise.resolve(this.position);
  }

  save({ position }: { readonly position: bigint }): Promise<void> {
    this.position = position;
    this.saves += 1;
    return Promise.resolve();
  }
}

const register = async (count: number): Promise<void> => {
  for (let made = 0; made < count; made += 1) await orders.execute(registerOrder(randomUUID()));
};

type Options = LogConsumerOptions<StoredPage>;

/**
 * A consumer, and the pages (consecutive events) that it handled. If `fails` is true for a page,
 * handling that page fails.
 */
const consumerOf = (
  options: Partial<Options> & Pick<Options, 'checkpoint'>,
  fails: (page: ConsumedPage<StoredPage>) => boolean = () => false,
) => {
  const pages: ConsumedPage<StoredPage>[] = [];
  const failures: unknown[] = [];
  const consumer = new LogConsumer<StoredPage>(eventStore, {
    name: 'test',
    subscribe: followLog,
    pageSize: 100,
    backOff: { firstMs: 5, msMax: 20 },
    handle: (page) => {
      if (fails(page)) return Promise.reject(new RangeError('handler'));
      pages.push(page);
      return Promise.resolve();
    },
    onFailure: (error) => failures.push(error),
    ...options,
  });
  const positions = (): bigint[] =>
    pages.flatMap(({ events }) => events.map(({ position }) => position));
  return { consumer, pages, failures, positions };
};

const start = (consumer: LogConsumer<StoredPage>): (typeof running)[number] => {
  const ending = new AbortController();
  const started = { ending, run: consumer.run(ending.signal) };
  running.push(started);
  return started;
};

const stop = async ({ ending, run }: (typeof running)[number]): Promise<void> => {
  ending.abort();
  await run;
};

/** The positions of the order events, in log order. */
const logged = async (): Promise<bigint[]> => {
  const events = await eventStore.readLog({ after: -1n, eventsMax: 1_000 });
  return events
    .filter(({ streamId }) => streamId.startsWith('order-'))
    .map(({ position }) => position?.commit ?? -1n);
};

describe('a log consumer', () => {
  test('handles every event in pages of its size, then the live ones, and saves its place', async () => {
    await register(10);
    const checkpoint = new MemoryCheckpoint();
    const { consumer, pages, positions } = consumerOf({ checkpoint, pageSize: 4 });
    start(consumer);
    await until(() => positions().length === 20);
    await register(1);
    await until(() => positions().length === 22);
    expect(positions()).toEqual(await logged());
    expect(Math.max(...pages.map(({ events }) => events.length))).toBeLessThanOrEqual(4);
    for (const [index, { after }] of pages.entries()) {
      expect(after).toBe(pages[index - 1]?.position ?? -1n);
    }
    await until(() => checkpoint.position === pages.at(-1)?.position);
  });

  test('begins where it is told if it has no checkpoint, and at its checkpoint if it has', async () => {
    await register(2);
    const all = await logged();
    const checkpoint = new MemoryCheckpoint();
    const first = consumerOf({ checkpoint, from: all[1]! });
    const started = start(first.consumer);
    await until(() => first.positions().length === 2);
    await stop(started);
    await register(1);
    const second = consumerOf({ checkpoint, from: -1n });
    start(second.consumer);
    await until(() => second.positions().length === 2);
    expect([...first.positions(), ...second.positions()]).toEqual((await logged()).slice(2));
  });

  test('gets a page again that was handled before a crash and not saved', async () => {
    await register(3);
    const checkpoint = new MemoryCheckpoint();
    const crash: Checkpoint = {
      load: () => checkpoint.load(),
      save: () => Promise.reject(new Error('the process is gone')),
    };
    const slow = { firstMs: 3_600_000, msMax: 3_600_000 };
    const crashed = consumerOf({ checkpoint: crash, backOff: slow });
    const started = start(crashed.consumer);
    await until(() => crashed.failures.length === 1);
    await stop(started);
    expect(crashed.positions().length).toBeGreaterThan(0);
    const next = consumerOf({ checkpoint });
    start(next.consumer);
    await until(() => next.positions().length === 6);
    expect(next.positions()).toEqual(await logged());
  });

  test('tries a page again that failed, from its checkpoint, with pauses', async () => {
    await register(3);
    const failed = (await logged())[3]!;
    let failuresLeft = 3;
    const fails = ({ events }: StoredPage): boolean =>
      events.some(({ position }) => position === failed) && (failuresLeft -= 1) >= 0;
    const { consumer, failures, positions } = consumerOf(
      { checkpoint: new MemoryCheckpoint(), pageSize: 2 },
      fails,
    );
    start(consumer);
    await until(() => positions().length === 6);
    expect(positions()).toEqual(await logged());
    expect(failures).toEqual([1, 2, 3].map(() => new RangeError('handler')));
  });

  test('throws an error that no attempt heals', async () => {
    await register(1);
    const isFatal = (error: unknown): boolean => error instanceof RangeError;
    const { consumer } = consumerOf(
      { checkpoint: new MemoryCheckpoint(), isFatal },
      ({ events }) => events.length > 0,
    );
    await expect(consumer.run(new AbortController().signal)).rejects.toThrow('handler');
  });

  test('leaves the checkpoint to a handler that writes it', async () => {
    await register(2);
    const positions: bigint[] = [];
    const { consumer } = consumerOf({
      checkpoint: { load: () => Promise.resolve(positions.at(-1)) },
      handle: ({ after, position }) => {
        expect(after).toBe(positions.at(-1) ?? -1n);
        positions.push(position);
        return Promise.resolve();
      },
    });
    start(consumer);
    const last = (await logged()).at(-1)!;
    await until(() => (positions.at(-1) ?? -1n) >= last);
  });

  test('goes on after a restart of the event store, without a gap', async () => {
    await register(2);
    const { consumer, positions } = consumerOf({ checkpoint: new MemoryCheckpoint() });
    start(consumer);
    await until(() => positions().length === 4);
    await node.stop();
    await node.start();
    await register(2);
    await until(() => positions().length === 8);
    expect(positions()).toEqual(await logged());
  });

  test('handles nothing of a log that ends before its checkpoint', async () => {
    await register(1);
    const checkpoint = new MemoryCheckpoint();
    checkpoint.position = 1_000_000_000n;
    const { consumer, failures, pages } = consumerOf({ checkpoint });
    start(consumer);
    await until(() => failures.length >= 2);
    expect(failures[0]).toBeInstanceOf(LogMismatch);
    expect(pages).toEqual([]);
  });

  test('says that the log is quiet', async () => {
    await register(1);
    const quiet: bigint[] = [];
    const { consumer, pages } = consumerOf({
      checkpoint: new MemoryCheckpoint(),
      idle: {
        ms: 5,
        handle: (after) => {
          quiet.push(after);
          return Promise.resolve();
        },
      },
    });
    start(consumer);
    await until(() => pages.length > 0 && quiet.at(-1) === pages.at(-1)?.position);
  });
});

describe('the lag of a log consumer', () => {
  test('is what it has not handled, running or not', async () => {
    await register(3);
    const checkpoint = new MemoryCheckpoint();
    const { consumer } = consumerOf({ checkpoint });
    const before = await consumer.lag();
    expect(before.events).toBe(6);
    expect(before.seconds).toBeGreaterThan(0);
    const started = start(consumer);
    await until(async () => (await consumer.lag()).events === 0);
    await stop(started);
    await register(1);
    expect(await consumer.lag()).toMatchObject({ events: 2 });
  });
});

describe('a log consumer that is stopped', () => {
  test('ends while it waits for events', async () => {
    const { consumer, pages } = consumerOf({ checkpoint: new MemoryCheckpoint() });
    const started = start(consumer);
    await until(async () => pages.length > 0 || (await consumer.lag()).events === 0);
    await expect(stop(started)).resolves.toBeUndefined();
  });

  test('ends while it pauses after a failure', async () => {
    await register(1);
    const slow = { firstMs: 3_600_000, msMax: 3_600_000 };
    const { consumer, failures } = consumerOf(
      { checkpoint: new MemoryCheckpoint(), backOff: slow },
      () => true,
    );
    const started = start(consumer);
    await until(() => failures.length === 1);
    await expect(stop(started)).resolves.toBeUndefined();
  });

  test('finishes the page under way and saves it, and gets no other', async () => {
    await register(4);
    const checkpoint = new MemoryCheckpoint();
    const ending = new AbortController();
    const { consumer, pages } = consumerOf({ checkpoint, pageSize: 2 }, ({ events }) => {
      if (events.length > 0) ending.abort();
      return false;
    });
    await consumer.run(ending.signal);
    const handled = pages.filter(({ events }) => events.length > 0);
    expect(handled).toHaveLength(1);
    expect(pages.at(-1)).toBe(handled[0]);
    expect(checkpoint.position).toBe(pages.at(-1)?.position);
  });
});

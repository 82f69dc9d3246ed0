import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type AllStreamSubscription, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { until } from '../../../../test/support/until.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { SharedLog } from './shared-log.js';

let node: RunningEventNode;
let eventStore: EventStore;
let client: EventStoreDBClient;
let shared: SharedLog;
let connections: AllStreamSubscription[];
let consumers: Consumer[];
let written = 0;

/** A consumer that follows the log; `hold` stops it for a while. */
class Consumer {
  readonly seen: number[] = [];
  readonly ended: Promise<void>;
  readonly #ending = new AbortController();
  #resume: (() => void) | undefined;
  #held: Promise<void> = Promise.resolve();

  constructor(pageSize: number) {
    this.ended = this.#follow(pageSize);
  }

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  release(): void {
    this.#resume?.();
  }

  async end(): Promise<void> {
    this.release();
    this.#ending.abort();
    await this.ended;
  }

  async #follow(pageSize: number): Promise<void> {
    const options = { after: undefined, pageSize, signal: this.#ending.signal };
    for await (const { events } of shared.followLog(undefined, options)) {
      await this.#held;
      this.seen.push(...events.map(({ data }) => Number(data['number'])));
    }
  }
}

const consumer = (pageSize = 100): Consumer => {
  const made = new Consumer(pageSize);
  consumers.push(made);
  return made;
};

const write = async (count: number): Promise<void> => {
  const events = Array.from({ length: count }, () =>
    jsonEvent({
      type: 'Counted',
      data: { number: (written += 1) },
      metadata: { storeId: 'demo-se' },
    }),
  );
  await client.appendToStream(`order-${randomUUID()}`, events);
};

const open = (): number => connections.filter(({ destroyed }) => !destroyed).length;

const all = (): number[] => Array.from({ length: written }, (_, index) => index + 1);

const haveSeenAll = async (): Promise<void> => {
  await until(() => consumers.every(({ seen }) => seen.length >= written));
  for (const { seen } of consumers) expect(seen).toEqual(all());
};

beforeEach(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url);
  client = EventStoreDBClient.connectionString(node.url);
  connections = [];
  consumers = [];
  written = 0;
  shared = new SharedLog({
    follow: (options) => {
      const connection = eventStore.follow(options);
      connections.push(connection);
      return connection;
    },
  });
});
afterEach(async () => {
  await Promise.all(consumers.map(async (one) => one.end()));
  await client.dispose();
  await eventStore.dispose();
  await node.remove();
});

describe('a log that consumers share', () => {
  test('gives each of them all events in order, and once they have caught up by one connection', async () => {
    await write(300);
    consumer(10);
    consumer(1_000);
    await haveSeenAll();
    await write(20);
    consumer();
    await haveSeenAll();
    await until(() => open() === 1);
    const before = connections.length;
    for (let times = 0; times < 20; times += 1) await write(7);
    await haveSeenAll();
    expect(connections.length).toBe(before);
  });

  test('does not wait for a consumer that is held up, which then misses nothing', async () => {
    const quick = consumer();
    const slow = consumer();
    await write(10);
    await haveSeenAll();
    await until(() => open() === 1);
    slow.hold();
    for (let times = 0; times < 20; times += 1) await write(100);
    await until(() => quick.seen.length === written);
    expect(slow.seen.length).toBeLessThan(written);
    slow.release();
    await haveSeenAll();
    await write(10);
    await haveSeenAll();
    await until(() => open() === 1);
  });

  test('goes on without gap or duplicate when the connection is lost', async () => {
    consumer();
    consumer();
    await write(50);
    await haveSeenAll();
    await node.stop();
    await node.start();
    await until(async () => {
      const hasWritten = await write(1).then(
        () => true,
        () => {
          written -= 1;
          return false;
        },
      );
      return hasWritten;
    });
    await write(50);
    await haveSeenAll();
  });

  test('closes its connection when the last consumer has ended', async () => {
    const first = consumer();
    const second = consumer();
    await write(10);
    await haveSeenAll();
    await until(() => open() === 1);
    await first.end();
    consumers = [second];
    await write(10);
    await haveSeenAll();
    expect(open()).toBe(1);
    await second.end();
    await until(() => open() === 0);
  });
});

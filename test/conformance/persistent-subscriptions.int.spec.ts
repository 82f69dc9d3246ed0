import {
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  PARK,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type ResolvedEvent,
  RETRY,
  SKIP,
  START,
  STOP,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { defaultLimits } from '../../apps/event-node/src/node-limits.js';
import { until } from '../support/until.js';
import { TestNode } from '../../apps/event-node/src/testing/running-test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
} from '../../apps/event-node/src/testing/test-events.js';
import { Consuming } from './consuming.js';

let node: TestNode;
let client: EventStoreDBClient;
let stream: string;

beforeEach(async () => {
  node = await TestNode.start();
  client = node.client();
  stream = newStream();
});

afterEach(() => node.discard());

type Settings = Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0];

const create = async (settings: Settings = {}): Promise<void> =>
  client.createPersistentSubscriptionToStream(
    stream,
    'group',
    persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...settings }),
  );

const consume = (bufferSize = 10): Consuming =>
  new Consuming(client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }));

const restart = async (): Promise<void> => {
  await node.stop();
  await node.start();
  client = node.client();
};

const parked = (): string => `$persistentsubscription-${stream}::group-parked`;

describe('a consumer', () => {
  test('gets at most as many open events as it asked for', async () => {
    await create();
    await client.appendToStream(stream, numberedEvents(20));
    const consumer = consume(3);
    await consumer.untilEvents(3);
    await consumer.ack(1);
    await consumer.untilEvents(4);
    const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(info.connections[0]).toMatchObject({ inFlightMessages: 3, availableSlots: 0 });
    expect(consumer.numbers).toEqual([0, 1, 2, 3]);
  });

  test('that leaves gives what it had open to another at once', async () => {
    await create({ maxRetryCount: 0 });
    await client.appendToStream(stream, numberedEvents(3));
    const first = consume();
    await first.untilEvents(3);
    await first.leave();
    const second = consume();
    await second.untilEvents(3);
    expect(second.numbers).toEqual([0, 1, 2]);
    expect(second.retryCounts).toEqual([0, 0, 0]);
  });

  test('that does not answer in time gets it again, until it is parked', async () => {
    await create({ messageTimeout: 50, maxRetryCount: 2 });
    await client.appendToStream(stream, numberedEvents(1));
    const consumer = consume();
    await consumer.untilEvents(3);
    expect(consumer.retryCounts).toEqual([0, 1, 2]);
    const count = async (): Promise<bigint> =>
      (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats
        .parkedMessageCount;
    await eventuallyEqual(count, 1n);
    expect(consumer.numbers).toHaveLength(3);
  });

  test('says what is to be done: again, parked, skipped', async () => {
    await create();
    await client.appendToStream(stream, numberedEvents(3));
    const consumer = consume();
    await consumer.untilEvents(3);
    await consumer.nack(RETRY, 0);
    await consumer.nack(PARK, 1);
    await consumer.nack(SKIP, 2);
    await consumer.untilEvents(4);
    expect(consumer.numbers).toEqual([0, 1, 2, 0]);
    expect(consumer.retryCounts).toEqual([0, 0, 0, 1]);
    await eventuallyEqual(async () => (await links()).length, 1);
    expect((await links())[0]?.event?.revision).toBe(1n);
  });

  test('that says stop is dropped, and another goes on', async () => {
    await create();
    await client.appendToStream(stream, numberedEvents(2));
    const first = consume();
    await first.untilEvents(2);
    await first.nack(STOP, 0);
    await until(() => first.error !== undefined);
    expect(first.error?.type).toBe('persistent-subscription-dropped');
    const second = consume();
    await second.untilEvents(2);
  });

  const links = async (): Promise<ResolvedEvent[]> =>
    collect(client.readStream(parked(), { resolveLinkTos: true })).catch(() => []);
});

describe('parked events', () => {
  test('are replayed, and leave when they are done', async () => {
    await create();
    await client.appendToStream(stream, numberedEvents(5));
    const consumer = consume();
    await consumer.untilEvents(5);
    for (let index = 0; index < 5; index++) await consumer.nack(PARK, index);
    const count = async (): Promise<bigint> =>
      (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats
        .parkedMessageCount;
    await eventuallyEqual(count, 5n);
    await client.replayParkedMessagesToStream(stream, 'group', { stopAt: 2 });
    await consumer.untilEvents(7);
    await consumer.ack(2, 5);
    await eventuallyEqual(count, 3n);
    await client.replayParkedMessagesToStream(stream, 'group');
    await consumer.untilEvents(10);
    expect(consumer.numbers).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    await restart();
    expect(await count()).toBe(3n); // Not answered: still there.
  });
});

describe('a restart', () => {
  test('goes on behind what was acknowledged, and loses nothing that was not', async () => {
    await create();
    await client.appendToStream(stream, numberedEvents(10));
    const before = consume();
    await before.untilEvents(10);
    await before.ack(4);
    await before.ack(3, 5);
    await eventuallyInFlight(3);
    await restart();
    const after = consume();
    await after.untilEvents(6);
    expect(after.numbers).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('does not move the end that a group starts from', async () => {
    await client.appendToStream(stream, numberedEvents(2));
    await create({ startFrom: END });
    await client.appendToStream(stream, numberedEvents(2, 'Later', 10));
    await restart();
    const consumer = consume();
    await consumer.untilEvents(2);
    expect(consumer.numbers).toEqual([10, 11]);
  });

  test('keeps settings, and what was deleted away', async () => {
    await create({ maxRetryCount: 3, consumerStrategyName: 'Pinned' });
    await client.createPersistentSubscriptionToAll(
      'all',
      persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START }),
      { filter: eventTypeFilter({ prefixes: ['Wanted'] }) },
    );
    await client.appendToStream(stream, numberedEvents(4));
    const consumer = consume();
    await consumer.untilEvents(4);
    await consumer.ack(4);
    await client.deletePersistentSubscriptionToStream(stream, 'group');
    await restart();
    const groups = await client.listAllPersistentSubscriptions();
    expect(groups.map(({ groupName }) => groupName)).toEqual(['all']);
    await create();
    const anew = consume();
    await anew.untilEvents(4);
    expect(anew.numbers).toEqual([0, 1, 2, 3]);
  });
});

describe('several consumers', () => {
  const perConsumer = async (
    consumerStrategyName: string,
    streams: number,
  ): Promise<number[][]> => {
    const group = 'strategy';
    await client.createPersistentSubscriptionToAll(
      group,
      persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START, consumerStrategyName }),
      { filter: eventTypeFilter({ prefixes: ['Spread'] }) },
    );
    const consumers = [0, 1, 2].map(
      () =>
        new Consuming(client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 100 })),
    );
    await Promise.all(consumers.map((consumer) => consumer.confirmed));
    for (let index = 0; index < 30; index++) {
      const data = { number: index % streams };
      const event = jsonEvent({ id: randomUUID(), type: 'Spread', data });
      await client.appendToStream(`${stream}-${index % streams}`, event);
    }
    const total = (): number => consumers.reduce((sum, { numbers }) => sum + numbers.length, 0);
    await until(() => total() === 30);
    return consumers.map(({ numbers }) => numbers);
  };

  test('take turns', async () => {
    const spread = await perConsumer('RoundRobin', 1);
    expect(spread.map(({ length }) => length)).toEqual([10, 10, 10]);
  });

  test('or all goes to one', async () => {
    const spread = await perConsumer('DispatchToSingle', 1);
    expect(spread.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 0, 30]);
  });

  test('or each stream has its own', async () => {
    const spread = await perConsumer('Pinned', 10);
    for (let name = 0; name < 10; name++) {
      expect(spread.filter((numbers) => numbers.includes(name))).toHaveLength(1);
    }
  });

  test('are no more than allowed', async () => {
    await create({ maxSubscriberCount: 1 });
    const first = consume();
    await first.confirmed;
    const second = consume();
    let isConfirmed = false;
    void second.confirmed.then(() => (isConfirmed = true));
    await until(() => second.error !== undefined);
    expect(isConfirmed).toBe(false);
    expect(second.error).toMatchObject({
      type: 'maximum-subscribers-reached',
      streamName: stream,
      groupName: 'group',
    });
  });
});

describe('a group', () => {
  test('that is not there, or there already', async () => {
    const missing = {
      type: 'persistent-subscription-does-not-exist',
      streamName: stream,
      groupName: 'group',
      message: `5 NOT_FOUND: Subscription group group on stream ${stream} does not exist.`,
    };
    const settings = persistentSubscriptionToStreamSettingsFromDefaults();
    for (const attempt of [
      () => client.updatePersistentSubscriptionToStream(stream, 'group', settings),
      () => client.deletePersistentSubscriptionToStream(stream, 'group'),
      () => client.getPersistentSubscriptionToStreamInfo(stream, 'group'),
      () => client.replayParkedMessagesToStream(stream, 'group'),
    ]) {
      await expect(attempt()).rejects.toMatchObject(missing);
    }
    const consumer = consume();
    await until(() => consumer.error !== undefined);
    expect(consumer.error).toMatchObject(missing);
    await create();
    await expect(create()).rejects.toMatchObject({ type: 'persistent-subscription-exists' });
  });

  test('that is deleted or changed ends its consumers so', async () => {
    await create();
    const changed = consume();
    await changed.confirmed;
    await client.updatePersistentSubscriptionToStream(
      stream,
      'group',
      persistentSubscriptionToStreamSettingsFromDefaults({ maxRetryCount: 77 }),
    );
    await until(() => changed.error !== undefined);
    expect(changed.error?.type).toBe('persistent-subscription-dropped');
    const deleted = new Consuming(
      node.client().subscribeToPersistentSubscriptionToStream(stream, 'group'),
    );
    await deleted.confirmed;
    await client.deletePersistentSubscriptionToStream(stream, 'group');
    await until(() => deleted.error !== undefined);
    expect(deleted.error?.type).toBe('persistent-subscription-does-not-exist');
  });

  test('on $all does not see what it notes itself, nor does anyone who reads $all', async () => {
    await client.createPersistentSubscriptionToAll(
      'all',
      persistentSubscriptionToAllSettingsFromDefaults({
        startFrom: START,
        checkPointLowerBound: 1,
        checkPointUpperBound: 1,
      }),
    );
    await client.appendToStream(stream, numberedEvents(50));
    const consumer = new Consuming(client.subscribeToPersistentSubscriptionToAll('all'), true);
    await until(() => consumer.numbers.includes(49));
    const own = '$persistentsubscription-$all::all-checkpoint';
    await eventuallyEqual(async () => (await names(own)).length > 0, true);
    const all = await collect(client.readAll());
    expect(all.some(({ event }) => event?.streamId === own)).toBe(false);
    expect(consumer.streams).not.toContain(own);
  });

  const names = async (name: string): Promise<string[]> =>
    collect(client.readStream(name)).then(
      (events) => events.map(({ event }) => event?.streamId ?? ''),
      () => [],
    );

  test('reads no further than its bound while an event stays open, and then goes on', async () => {
    const persistent = { ...defaultLimits.persistent, unsettledEvents: 50 };
    await node.stop();
    await node.start({ limits: { persistent } });
    client = node.client();
    await create({ messageTimeout: 0 });
    await client.appendToStream(stream, numberedEvents(300));
    const consumer = consume(1_000);
    await consumer.untilEvents(50);
    await consumer.ack(49, 1);
    await eventuallyInFlight(consumer.numbers.length - 49);
    const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(Number(stats.totalItems)).toBeLessThan(50 + 20); // And one page of 20.
    consumer.ackAll();
    await consumer.ack(consumer.numbers.length - 50, 50);
    await consumer.ack(1, 0);
    await consumer.untilEvents(300);
    expect(consumer.numbers).toEqual(Array.from({ length: 300 }, (_, number) => number));
  });

  test('of many events loses none and doubles none', async () => {
    await create({ readBatchSize: 7, historyBufferSize: 20 });
    const consumers = [consume(5), consume(50)].map((consumer) => consumer.ackAll());
    for (let part = 0; part < 5; part++) {
      await client.appendToStream(stream, numberedEvents(200, 'Counted', part * 200));
    }
    const all = (): number[] => consumers.flatMap(({ numbers }) => numbers);
    await until(() => all().length >= 1_000);
    expect(all().sort((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  });
});

const eventuallyInFlight = async (count: number): Promise<void> =>
  eventuallyEqual(async () => {
    const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    return info.stats.totalInFlightMessages;
  }, count);

const eventuallyEqual = async <Value>(look: () => Promise<Value>, wanted: Value): Promise<void> =>
  until(async () => (await look()) === wanted);

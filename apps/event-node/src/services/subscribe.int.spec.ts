import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  type EventStoreDBClient,
  type Position,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { SubscriptionRecorder } from '../testing/subscription-recorder.js';
import { TestNode } from '../testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  numbersOf,
  oneEvent,
  revisionsOf,
} from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeEach(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterEach(() => node.discard());

const append = (stream: string, ...types: string[]) =>
  client.appendToStream(
    stream,
    types.map((type) => oneEvent(type)),
  );

describe('a subscription to a stream', () => {
  test('confirms, sends what is there, has caught up once, and goes on live', async () => {
    const stream = newStream();
    await append(stream, 'a', 'b');
    const followed = new SubscriptionRecorder(client.subscribeToStream(stream));
    await followed.untilReceived(4);
    await append(newStream(), 'elsewhere');
    await append(stream, 'c');
    await append(stream, 'd');
    await followed.untilEvents(4);
    expect(followed.received).toEqual(['confirmed', 'a', 'b', 'caught up', 'c', 'd']);
    expect(revisionsOf(followed.events)).toEqual([0, 1, 2, 3]);
  });

  test('begins after the revision, or at the end', async () => {
    const stream = newStream();
    await append(stream, 'a', 'b', 'c');
    const after = new SubscriptionRecorder(client.subscribeToStream(stream, { fromRevision: 0n }));
    const fromEnd = new SubscriptionRecorder(
      client.subscribeToStream(stream, { fromRevision: END }),
    );
    await after.untilReceived(4);
    await fromEnd.untilReceived(2);
    await append(stream, 'd');
    await after.untilEvents(3);
    await fromEnd.untilEvents(1);
    expect(after.received).toEqual(['confirmed', 'b', 'c', 'caught up', 'd']);
    expect(fromEnd.received).toEqual(['confirmed', 'caught up', 'd']);
  });

  test('waits for a stream that is missing', async () => {
    const stream = newStream();
    const followed = new SubscriptionRecorder(client.subscribeToStream(stream));
    await followed.untilReceived(2);
    await append(stream, 'a');
    await followed.untilEvents(1);
    expect(followed.received).toEqual(['confirmed', 'caught up', 'a']);
  });

  test('gets the tombstone and then ends', async () => {
    const stream = newStream();
    await append(stream, 'a');
    const followed = new SubscriptionRecorder(client.subscribeToStream(stream));
    await followed.untilReceived(3);
    await client.tombstoneStream(stream);
    await until(() => followed.error !== undefined);
    expect(followed.received).toEqual(['confirmed', 'a', 'caught up', '$streamDeleted']);
    expect(followed.error?.type).toBe('stream-deleted');
  });

  test('of metadata ends when the stream that it describes is tombstoned', async () => {
    const stream = newStream();
    await append(stream, 'a');
    await client.setStreamMetadata(stream, { maxCount: 5 });
    const followed = new SubscriptionRecorder(client.subscribeToStream(`$$${stream}`));
    await followed.untilReceived(3);
    await client.tombstoneStream(stream);
    await until(() => followed.error !== undefined);
    expect(followed.received).toEqual(['confirmed', '$metadata', 'caught up']);
    expect(followed.error?.type).toBe('stream-deleted');
  });
});

describe('a subscription to $all', () => {
  test('begins after the position and misses nothing while appends go on', async () => {
    const stream = newStream();
    const { position } = await append(stream, 'before');
    const appends = Array.from({ length: 600 }, (_, number) =>
      client.appendToStream(stream, numberedEvents(1, 'Counted', number)),
    );
    const followed = new SubscriptionRecorder(client.subscribeToAll({ fromPosition: position! }));
    await Promise.all(appends);
    await followed.untilEvents(600);
    expect(revisionsOf(followed.events)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    expect(new Set(numbersOf(followed.events)).size).toBe(600);
    expect(followed.received.filter((sign) => sign === 'caught up')).toHaveLength(1);
  });

  test('has caught up at once at the end, and says so only once while it keeps up', async () => {
    const followed = new SubscriptionRecorder(client.subscribeToAll({ fromPosition: END }));
    await followed.untilReceived(2);
    await append(newStream(), 'a');
    await append(newStream(), 'b');
    await followed.untilEvents(2);
    expect(followed.received).toEqual(['confirmed', 'caught up', 'a', 'b']);
  });

  test('reads what has left the memory from the log', async () => {
    await node.discard();
    node = await TestNode.start({ limits: { tailBytesMax: 1_000 } });
    client = node.client();
    const stream = newStream();
    const followed = new SubscriptionRecorder(client.subscribeToAll({ fromPosition: END }));
    await followed.untilReceived(2);
    for (let turn = 0; turn < 20; turn++) {
      await client.appendToStream(stream, numberedEvents(50, 'Counted', turn * 50));
    }
    await followed.untilEvents(1_000);
    expect(numbersOf(followed.events)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });
});

describe('a filtered subscription', () => {
  test('sends only what matches', async () => {
    const [order, other] = [`order-${newStream()}`, newStream()];
    await append(order, 'Captured', 'Expired');
    await append(other, 'Captured');
    const byStream = new SubscriptionRecorder(
      client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['order-'] }) }),
    );
    const byType = new SubscriptionRecorder(
      client.subscribeToAll({ filter: eventTypeFilter({ regex: '^Cap' }) }),
    );
    await byStream.untilReceived(4);
    await byType.untilReceived(4);
    expect(byStream.received).toEqual(['confirmed', 'Captured', 'Expired', 'caught up']);
    expect(byType.received).toEqual(['confirmed', 'Captured', 'Captured', 'caught up']);
  });

  test('tells how far it looked: each interval, and at the end', async () => {
    await client.appendToStream(newStream(), numberedEvents(200, 'Unwanted'));
    const { position } = await append(newStream(), 'Wanted');
    const checkpoints: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: ['Wanted'],
      checkpointInterval: 2,
      checkpointReached: (_, reached) => Promise.resolve(void checkpoints.push(reached)),
    });
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await followed.untilReceived(3);
    const log = await collect(client.readAll());
    const considered = [64, 128, 192].map((count) => log[count - 1]?.commitPosition);
    expect(checkpoints.map(({ commit }) => commit)).toEqual([...considered, position?.commit]);
    expect(followed.received).toEqual(['confirmed', 'Wanted', 'caught up']);
  });

  test('with a wrong regular expression is refused before it begins', async () => {
    const filter = eventTypeFilter({ regex: '(' });
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await until(() => followed.error !== undefined);
    expect(followed.error).toMatchObject({ code: 3 });
    expect(followed.received).toEqual([]);
  });

  test('with a lookahead gets what JavaScript matches', async () => {
    await client.appendToStream(newStream(), [oneEvent('Seen')]);
    const filter = eventTypeFilter({ regex: '^(?!\\$)(?!Numbered)S' });
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await followed.untilReceived(3);
    expect(followed.received).toEqual(['confirmed', 'Seen', 'caught up']);
  });

  test('with a lookahead that takes exponential time ends, and the node goes on', async () => {
    const type = `${'a'.repeat(60)}!`;
    await client.appendToStream(newStream(), [oneEvent(type)]);
    const filter = eventTypeFilter({ regex: '^(?!b)(a+)+$' });
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await until(() => followed.error !== undefined);
    expect(followed.error).toMatchObject({ code: 3 });
    await client.appendToStream(newStream(), numberedEvents(1));
  });

  test('gets what excludeSystemEvents of the client selects', async () => {
    await client.appendToStream(newStream(), numberedEvents(2));
    const filter = excludeSystemEvents();
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await followed.untilReceived(4);
    expect(followed.received.filter((what) => what.startsWith('$'))).toEqual([]);
  });
});

test('many subscriptions at once all get every event', async () => {
  const stream = newStream();
  const all = Array.from(
    { length: 300 },
    () => new SubscriptionRecorder(client.subscribeToStream(stream)),
  );
  await Promise.all(all.map((followed) => followed.untilReceived(2)));
  await client.appendToStream(stream, numberedEvents(5));
  await Promise.all(all.map((followed) => followed.untilEvents(5)));
});

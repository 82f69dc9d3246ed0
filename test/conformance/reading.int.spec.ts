import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/until.js';
import { SubscriptionRecorder } from '../../apps/event-node/src/testing/subscription-recorder.js';
import { TestNode } from '../../apps/event-node/src/testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  numbersOf,
  oneEvent,
  revisionsOf,
} from '../../apps/event-node/src/testing/test-events.js';

/**
 * These tests read streams to which several rules of docs/event-node.md apply at once, such as a
 * stream with two limits. The reads are made with the official client.
 */
let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterAll(() => node.discard());

const read = async (stream: string): Promise<number[]> =>
  revisionsOf(await collect(client.readStream(stream)));

describe('the limits of a stream', () => {
  test('meet: the narrowest counts, forwards, backwards and from a revision', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numberedEvents(10));
    await client.setStreamMetadata(stream, { maxCount: 6, truncateBefore: 7 });
    expect(await read(stream)).toEqual([7, 8, 9]);
    await client.setStreamMetadata(stream, { maxCount: 2, truncateBefore: 3 });
    expect(await read(stream)).toEqual([8, 9]);
    const backwards = client.readStream(stream, { direction: BACKWARDS, fromRevision: END });
    expect(revisionsOf(await collect(backwards))).toEqual([9, 8]);
    const low = client.readStream(stream, { fromRevision: 2n, maxCount: 1 });
    expect(revisionsOf(await collect(low))).toEqual([8]);
  });

  test('hold for a subscription, do not move revisions, and spare $all', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numberedEvents(5, stream));
    await client.setStreamMetadata(stream, { maxCount: 1 });
    const appended = await client.appendToStream(stream, oneEvent(stream), {
      expectedRevision: 4n,
    });
    expect(appended.nextExpectedRevision).toBe(5n);
    const followed = new SubscriptionRecorder(client.subscribeToStream(stream));
    await followed.untilReceived(3);
    expect(revisionsOf(followed.events)).toEqual([5]);
    await followed.end();
    const all = await collect(client.readAll());
    expect(all.filter(({ event }) => event?.type === stream)).toHaveLength(6);
  });

  test('hide events by age as it passes', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numberedEvents(2));
    await client.setStreamMetadata(stream, { maxAge: 3_600 });
    expect(await read(stream)).toEqual([0, 1]);
    await client.setStreamMetadata(stream, { maxAge: 1 });
    await until(async () => (await read(stream)).length === 0);
    // On a busy machine more than `maxAge` may pass between append and read, and the new event is
    // then hidden too. The test therefore repeats both until the read was fast enough.
    await until(async () => {
      const { nextExpectedRevision } = await client.appendToStream(stream, oneEvent());
      const young = await read(stream);
      return young[0]! >= 2 && young.at(-1) === Number(nextExpectedRevision);
    });
  });
});

describe('a deleted stream', () => {
  test('begins anew behind its last revision, whatever the append expects', async () => {
    for (const expectedRevision of [NO_STREAM, 1n] as const) {
      const stream = newStream();
      await client.appendToStream(stream, numberedEvents(2));
      await client.setStreamMetadata(stream, { maxCount: 50, custom: 'kept' });
      await client.deleteStream(stream);
      const anew = await client.appendToStream(stream, oneEvent(), { expectedRevision });
      expect(anew.nextExpectedRevision).toBe(2n);
      expect(await read(stream)).toEqual([2]);
      const { metadata } = await client.getStreamMetadata(stream);
      expect(metadata).toMatchObject({ truncateBefore: 2 });
    }
  });

  test('can be tombstoned, and then nothing any more', async () => {
    const stream = newStream();
    await client.appendToStream(stream, oneEvent());
    await client.deleteStream(stream);
    await client.tombstoneStream(stream);
    const attempts = [
      () => client.appendToStream(stream, oneEvent()),
      () => client.setStreamMetadata(stream, { maxCount: 1 }),
      () => collect(client.readStream(stream)),
      () => client.deleteStream(stream),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ type: 'stream-deleted' });
    }
  });
});

describe('links', () => {
  test.each([
    ['to an event', true],
    ['to what is deleted', false],
  ])('%s, in a read, a subscription and a read of $all', async (_, isThere) => {
    const [target, links] = [newStream(), newStream()];
    await client.appendToStream(target, numberedEvents(3));
    const link = { ...oneEvent('$>'), contentType: 'application/octet-stream' as const };
    await client.appendToStream(links, { ...link, data: Buffer.from(`1@${target}`) });
    if (!isThere) await client.deleteStream(target);
    const expected = isThere ? [1] : [undefined];
    const found = await collect(client.readStream(links, { resolveLinkTos: true }));
    expect(found.map(({ event }) => event && Number(event.revision))).toEqual(expected);
    expect(found[0]?.link).toMatchObject({ streamId: links, type: '$>' });
    const followed = new SubscriptionRecorder(
      client.subscribeToStream(links, { resolveLinkTos: true }),
    );
    await followed.untilEvents(1);
    expect(followed.events.map(({ event }) => event && Number(event.revision))).toEqual(expected);
    await followed.end();
    const last = { direction: BACKWARDS, fromPosition: END, maxCount: 20 } as const;
    const all = await collect(client.readAll({ resolveLinkTos: true, ...last }));
    const inAll = all.find((resolved) => resolved.link?.streamId === links);
    expect(inAll?.event?.streamId).toBe(isThere ? target : undefined);
  });
});

describe('a filtered subscription', () => {
  const events = 100;

  test.each([
    ['event types by prefix', eventTypeFilter({ prefixes: ['Wanted', 'Other'] }), 2],
    ['event types by expression', eventTypeFilter({ regex: '^Wanted$' }), 1],
    ['streams by prefix', streamNameFilter({ prefixes: ['chosen-'] }), 1],
    ['streams by expression', streamNameFilter({ regex: '^chosen-\\p{L}+' }), 1],
  ])('chooses %s', async (_, filter, share) => {
    const own = await TestNode.start();
    const to = own.client();
    await to.appendToStream('chosen-één', numberedEvents(events, 'Wanted'));
    await to.appendToStream('left-out', numberedEvents(events, 'Other'));
    await to.appendToStream('left-out', numberedEvents(events, 'Unwanted'));
    const followed = new SubscriptionRecorder(to.subscribeToAll({ filter, fromPosition: START }));
    await followed.untilEvents(share * events);
    expect(numbersOf(followed.events)).toHaveLength(share * events);
    await followed.end();
    await own.discard();
  });

  test('tells of progress without a match, so that a reader can go on from there', async () => {
    const reached: bigint[] = [];
    const matches: bigint[] = [];
    const subscription = client.subscribeToAll({
      fromPosition: START,
      filter: eventTypeFilter({
        prefixes: ['Rare'],
        maxSearchWindow: 8,
        checkpointInterval: 2,
        checkpointReached: (_, position) => {
          reached.push(position.commit);
        },
      }),
    });
    subscription.on('data', ({ commitPosition }) => matches.push(commitPosition ?? 0n));
    await client.appendToStream(newStream(), numberedEvents(100));
    const rare = await client.appendToStream(newStream(), oneEvent('Rare'));
    await until(() => Promise.resolve(matches.length === 1));
    expect(matches).toEqual([rare.position?.commit]);
    expect(reached.length).toBeGreaterThanOrEqual(6);
    expect(reached).toEqual([...new Set(reached)].sort((a, b) => Number(a - b)));
    expect(reached.filter((position) => position < (matches[0] ?? 0n)).length).toBeGreaterThan(5);
    await subscription.unsubscribe();
  });

  test('catches up at once where nothing matches', async () => {
    const filter = eventTypeFilter({ prefixes: ['Never'] });
    const followed = new SubscriptionRecorder(client.subscribeToAll({ filter }));
    await followed.untilReceived(2);
    expect(followed.received).toEqual(['confirmed', 'caught up']);
    await followed.end();
  });
});

test('a new log holds a system event, and nothing that is not one', async () => {
  const own = await TestNode.start();
  const all = await collect(own.client().readAll());
  expect(all.map(({ event }) => event?.type)).toEqual(['$metadata']);
  const other = new SubscriptionRecorder(
    own.client().subscribeToAll({ filter: excludeSystemEvents() }),
  );
  await other.untilReceived(2);
  expect(other.received).toEqual(['confirmed', 'caught up']);
  await other.end();
  await own.discard();
});

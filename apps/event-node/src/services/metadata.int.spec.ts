import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  type StreamMetadata,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { TestNode } from '../testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  oneEvent,
  revisionsOf,
} from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterAll(() => node.discard());

const streamOf = async (count: number, metadata?: StreamMetadata): Promise<string> => {
  const stream = newStream();
  await client.appendToStream(stream, numberedEvents(count));
  if (metadata) await client.setStreamMetadata(stream, metadata);
  return stream;
};

const revisions = async (stream: string) => revisionsOf(await collect(client.readStream(stream)));

describe('stream metadata', () => {
  test('is read back, the last one counts', async () => {
    const stream = await streamOf(1, { maxCount: 5 });
    await client.setStreamMetadata(stream, { maxCount: 7, team: 'finance' });
    const { metadata } = await client.getStreamMetadata(stream);
    expect(metadata).toEqual({ maxCount: 7, team: 'finance' });
    expect(await collect(client.readStream(`$$${stream}`))).toHaveLength(1);
  });

  test('limits reads to the last events', async () => {
    const stream = await streamOf(5, { maxCount: 2 });
    expect(await revisions(stream)).toEqual([3, 4]);
    await client.appendToStream(stream, oneEvent());
    expect(await revisions(stream)).toEqual([4, 5]);
    const backwards = client.readStream(stream, { direction: BACKWARDS, fromRevision: END });
    expect(revisionsOf(await collect(backwards))).toEqual([5, 4]);
  });

  test('truncates, down to nothing, which is not the same as missing', async () => {
    const stream = await streamOf(5, { truncateBefore: 3 });
    expect(await revisions(stream)).toEqual([3, 4]);
    await client.setStreamMetadata(stream, { truncateBefore: 5 });
    expect(await revisions(stream)).toEqual([]);
    await client.appendToStream(stream, oneEvent());
    expect(await revisions(stream)).toEqual([5]);
  });

  test('hides events that are too old', async () => {
    const stream = await streamOf(2, { maxAge: 1 });
    await until(async () => (await revisions(stream)).length === 0);
    await client.setStreamMetadata(stream, { maxAge: 3_600 });
    expect(await revisions(stream)).toEqual([0, 1]);
  });

  test('that is invalid counts as none', async () => {
    const stream = await streamOf(3);
    const invalid = jsonEvent({ type: '$metadata', data: { $maxCount: 0 } });
    await client.appendToStream(`$$${stream}`, invalid);
    expect(await revisions(stream)).toEqual([0, 1, 2]);
  });

  test('may come before its stream', async () => {
    const stream = newStream();
    await client.setStreamMetadata(stream, { maxCount: 1 });
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    await client.appendToStream(stream, numberedEvents(3), { expectedRevision: NO_STREAM });
    expect(await revisions(stream)).toEqual([2]);
  });
});

describe('a deleted stream', () => {
  test('reads as missing, twice deleted too, and its events stay in $all', async () => {
    const stream = await streamOf(3);
    const { position } = await client.deleteStream(stream, { expectedRevision: 2n });
    await client.deleteStream(stream);
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    const log = await collect(client.readAll());
    expect(log.filter(({ event }) => event?.streamId === stream)).toHaveLength(3);
    const deletion = log.find(({ commitPosition }) => commitPosition === position?.commit);
    expect(deletion?.event).toMatchObject({ streamId: `$$${stream}`, type: '$metadata' });
  });

  test('goes on where it was with the next append, other metadata kept', async () => {
    const stream = await streamOf(3);
    const metadata = { $tb: Number(2n ** 63n), team: 'finance' };
    await client.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data: metadata }));
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    const { nextExpectedRevision } = await client.appendToStream(stream, numberedEvents(2), {
      expectedRevision: NO_STREAM,
    });
    expect(nextExpectedRevision).toBe(4n);
    expect(await revisions(stream)).toEqual([3, 4]);
    const { metadata: after } = await client.getStreamMetadata(stream);
    expect(after).toEqual({ truncateBefore: 3, team: 'finance' });
  });

  test('was there and at the expected revision', async () => {
    const stream = await streamOf(2);
    const refused = { type: 'wrong-expected-version' };
    await expect(client.deleteStream(newStream())).rejects.toMatchObject(refused);
    await expect(client.deleteStream(stream, { expectedRevision: 7n })).rejects.toMatchObject({
      ...refused,
      streamName: stream,
      expectedVersion: 7n,
      actualVersion: 1n,
    });
    expect(await revisions(stream)).toEqual([0, 1]);
  });
});

describe('a tombstoned stream', () => {
  test('refuses everything for ever, under any name', async () => {
    const stream = `strëam ${await streamOf(1)}`;
    await client.appendToStream(stream, oneEvent());
    const { position } = await client.tombstoneStream(stream);
    expect(position?.commit).toBeGreaterThan(0n);
    const deleted = { type: 'stream-deleted' };
    const classic = { credentials: { username: 'any', password: 'any' } };
    await expect(revisions(stream)).rejects.toMatchObject(deleted);
    await expect(client.appendToStream(stream, oneEvent())).rejects.toMatchObject(deleted);
    await expect(client.appendToStream(stream, oneEvent(), classic)).rejects.toMatchObject(deleted);
    await expect(client.setStreamMetadata(stream, {})).rejects.toMatchObject(deleted);
    await expect(client.deleteStream(stream)).rejects.toMatchObject(deleted);
    await expect(client.tombstoneStream(stream)).rejects.toMatchObject(deleted);
    await expect(collect(client.readStream(`$$${stream}`))).rejects.toMatchObject(deleted);
  });

  test('may have been missing before', async () => {
    const stream = newStream();
    await client.tombstoneStream(stream, { expectedRevision: NO_STREAM });
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(
      client.tombstoneStream(newStream(), { expectedRevision: 0n }),
    ).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: -1n });
  });
});

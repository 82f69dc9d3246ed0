import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../node-limits.js';
import { LogStore } from '../storage/log-store.js';
import { metadataEvent } from '../streams/apply-write.js';
import { recoverWriterState } from '../streams/recover-writer-state.js';
import type { WriteRequest } from '../streams/write-request.js';
import { Writer } from '../streams/writer.js';
import { DurablePosition } from './durable-position.js';
import { LogFollower } from './log-follower.js';
import { LogSource } from './log-source.js';
import { LogTail } from './log-tail.js';
import { StreamFollower } from './stream-follower.js';
import { lookAtStream } from './stream-sight.js';

/**
 * What the store holds may be committed and not yet flushed. Here the store is ahead of the durable
 * position for as long as the test likes.
 */
const page = { events: 100, bytes: 100_000 };
let directory: string;
let store: LogStore;

const write = async (request: Partial<WriteRequest> & { kind: WriteRequest['kind'] }) => {
  const durable = new DurablePosition(store.lastPosition(), new LogTail(0));
  const writer = new Writer(recoverWriterState(store, defaultLimits), durable, defaultLimits);
  const settle = () => undefined;
  const events = [metadataEvent(Buffer.from('{"$maxCount":1}'))];
  const defaults = { streamName: 's', expected: 'any' as const, events, bytes: 1, settle };
  writer.submit({ ...defaults, ...request });
  await writer.drained();
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'durability-'));
  store = await LogStore.open(directory, 1024 * 1024);
  for (let count = 0; count < 5; count++) await write({ kind: 'append' });
});

afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const durableAt = (position: number) => new DurablePosition(position, new LogTail(1_000));
const positions = (events: readonly { position: number }[]) => events.map((e) => e.position);

describe('with three of five events durable', () => {
  test.each([
    [false, [1, 2, 3]],
    [true, [3, 2, 1]],
  ])('reading $all (backwards: %s) ends there', (backwards, expected) => {
    const from = backwards ? 'end' : 'start';
    const options = { from, backwards, count: 10, filter: undefined, page } as const;
    expect(positions(new LogSource(store, 3, options).next().events)).toEqual(expected);
  });

  test('a stream ends there, and one that begins later is missing', () => {
    expect(lookAtStream(store, 's', 3)).toMatchObject({ kind: 'readable', first: 0, last: 2 });
    expect(lookAtStream(store, 's', 0)).toEqual({ kind: 'missing' });
  });

  test('followers wait there, and go on when more is durable', () => {
    const durable = durableAt(3);
    const log = new LogFollower({ store, durable }, 'start', page);
    const stream = new StreamFollower({ store, durable, streamName: 's' }, 'start', page);
    for (const follower of [log, stream]) {
      const step = follower.next();
      expect(positions(step.events)).toEqual([1, 2, 3]);
      expect(step).toMatchObject({ isAtEnd: true, hasCaughtUp: true });
      expect(follower.next()).toMatchObject({ events: [], isAtEnd: true, hasCaughtUp: false });
    }
    let told = 0;
    log.onMore(() => (told += 1));
    stream.onMore(() => (told += 1));
    durable.advance([store.event(4)!]);
    expect(told).toBe(2);
    expect(positions(log.next().events)).toEqual([4]);
    expect(positions(stream.next().events)).toEqual([4]);
  });
});

describe('what is not durable yet', () => {
  test('of metadata does not limit a read: it waits for it', async () => {
    await write({ kind: 'append', streamName: '$$s' });
    expect(lookAtStream(store, 's', 5)).toEqual({ kind: 'pending', position: 6 });
    expect(lookAtStream(store, 's', 6)).toMatchObject({ kind: 'readable', first: 4, last: 4 });
  });

  test('of a tombstone does not end a read: it waits for it', async () => {
    await write({ kind: 'tombstone' });
    expect(lookAtStream(store, 's', 5)).toEqual({ kind: 'pending', position: 6 });
    expect(lookAtStream(store, '$$s', 5)).toEqual({ kind: 'pending', position: 6 });
    expect(lookAtStream(store, 's', 6)).toMatchObject({ kind: 'tombstoned' });
  });

  test('is waited for until it is', async () => {
    const durable = durableAt(3);
    let isReached = false;
    const reached = durable.reaches(5).then(() => (isReached = true));
    durable.advance([store.event(4)!]);
    await Promise.resolve();
    expect(isReached).toBe(false);
    durable.advance([store.event(5)!]);
    await reached;
  });
});

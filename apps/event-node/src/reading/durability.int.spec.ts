import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestStore } from '../testing/test-store.js';
import { LogFollower, StreamFollower } from './follower.js';
import { LogEventSource } from './event-source.js';
import { resolveStream } from './stream-visibility.js';

const page = { events: 100, bytes: 100_000 };
let held: TestStore;
let release: () => void;

beforeEach(async () => {
  held = await TestStore.open();
  for (let count = 0; count < 3; count++) await held.write();
  const { store } = held;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const append = store.append.bind(store);
  store.append = async (round) => {
    await append(round);
    await gate;
  };
});

afterEach(async () => {
  release();
  await held.discard();
});

const revisions = (events: readonly { revision: number }[]) => events.map((e) => e.revision);

describe('with three of five events durable', () => {
  beforeEach(async () => {
    void held.write();
    await new Promise((resolve) => setImmediate(resolve)); // Now the first write begins.
    void held.write();
  });

  test.each([
    [false, [0, 1, 2]],
    [true, [2, 1, 0]],
  ])('reading $all (backwards: %s) ends there', (backwards, expected) => {
    const from = backwards ? 'end' : 'start';
    const options = { from, backwards, count: 10, filter: undefined, page } as const;
    const source = new LogEventSource(held.store, held.durable.position, options);
    expect(revisions(source.next().events)).toEqual(expected);
    expect(source.next().events).toEqual([]);
  });

  test('a stream ends there, and one that begins later is missing', () => {
    void held.write({ streamName: 'later' });
    expect(resolveStream(held.store, 's')).toMatchObject({ kind: 'readable', first: 0, last: 2 });
    expect(resolveStream(held.store, 'later')).toEqual({ kind: 'missing' });
  });

  test('followers wait there, and go on when more is durable', async () => {
    const { store, durable } = held;
    const log = new LogFollower({ store, durable }, 'start', page);
    const stream = new StreamFollower({ store, durable, streamName: 's' }, 'start', page);
    for (const follower of [log, stream]) {
      const step = follower.next();
      expect(revisions(step.events)).toEqual([0, 1, 2]);
      expect(step).toMatchObject({ isAtEnd: true, hasCaughtUp: true });
      expect(follower.next()).toMatchObject({ events: [], isAtEnd: true, hasCaughtUp: false });
    }
    let told = 0;
    log.onMore(() => (told += 1));
    stream.onMore(() => (told += 1));
    release();
    await held.writer.drained();
    expect(told).toBe(4);
    expect(revisions(log.next().events)).toEqual([3, 4]);
    expect(revisions(stream.next().events)).toEqual([3, 4]);
  });
});

describe('what is not durable yet', () => {
  test('of metadata does not limit a read', async () => {
    const written = held.write({ streamName: '$$s' });
    expect(resolveStream(held.store, 's')).toMatchObject({ kind: 'readable', first: 0, last: 2 });
    release();
    await written;
    expect(resolveStream(held.store, 's')).toMatchObject({ kind: 'readable', first: 2, last: 2 });
  });

  test('of a tombstone does not end a read', async () => {
    const written = held.write({ kind: 'tombstone' });
    expect(resolveStream(held.store, 's')).toMatchObject({ kind: 'readable' });
    release();
    await written;
    expect(resolveStream(held.store, 's')).toMatchObject({ kind: 'tombstoned' });
    expect(resolveStream(held.store, '$$s')).toEqual({ kind: 'tombstoned', tombstone: undefined });
  });

  test('is what the next write is judged on', async () => {
    const first = held.write({ expected: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    const [second, refused] = [held.write({ expected: 3 }), held.write({ expected: 3 })];
    release();
    expect(await first).toMatchObject({ kind: 'written', revision: 3 });
    expect(await second).toMatchObject({ kind: 'written', revision: 4 });
    expect(await refused).toEqual({ kind: 'wrong-revision', current: 4 });
  });
});

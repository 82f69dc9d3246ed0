import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FullDisk } from '../testing/full-disk.js';
import type { TestStore as Store } from '../testing/test-store.js';
import type { WriteOutcome } from '../model/requests.js';

const disk = new FullDisk();
const { readdirSync, readFileSync } = await import('node:fs');
const { TestStore } = await import('../testing/test-store.js');
const { metadataEvent } = await import('./apply-write.js');

const full: WriteOutcome = { kind: 'disk-full' };
let store: Store;

beforeEach(async () => {
  store = await TestStore.open();
});

afterEach(async () => {
  disk.isFull = false;
  await store.discard();
});

afterAll(() => {
  disk.remove();
});

const markedEvent = (mark: string) => metadataEvent(Buffer.from(JSON.stringify({ mark })));

/** Repeats a refused write until the writer tries again to write to the disk and finds room. */
const untilWritten = async (write: () => Promise<WriteOutcome>): Promise<WriteOutcome> => {
  for (;;) {
    const outcome = await write();
    if (outcome.kind !== 'disk-full') return outcome;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const allBytes = (directory: string): Buffer =>
  Buffer.concat(
    readdirSync(directory)
      .filter((name) => name.endsWith('.segment'))
      .map((name) => readFileSync(join(directory, name))),
  );

describe('while the disk is full', () => {
  test('all that waits is refused, and nothing of it is left in the log', async () => {
    await store.write();
    disk.isFull = true;
    const events = [markedEvent('refused-mark')];
    const writes = Array.from({ length: 20 }, () => store.write({ events }));
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 20 }, () => full));
    expect(store.store.head('s')).toMatchObject({ revision: 0 });
    expect(allBytes(store.directory).includes('refused-mark')).toBe(false);
  });

  test('what was judged on a round that failed is refused with it', async () => {
    disk.isFull = true;
    const written = store.write({ expected: 'no_stream' });
    await new Promise((resolve) => setImmediate(resolve));
    const outcomes = await Promise.all([
      written,
      store.write({ expected: 0 }),
      store.write({ expected: 5 }),
    ]);
    expect(outcomes).toEqual([full, full, full]);
  });

  test('who comes soon after is refused at once', async () => {
    disk.isFull = true;
    await store.write();
    disk.isFull = false;
    expect(await store.write()).toEqual(full);
  });
});

describe('when there is room again', () => {
  test('writing goes on by itself behind what was durable', async () => {
    await store.write();
    disk.isFull = true;
    const events = [markedEvent('refused-mark')];
    expect(await store.write({ events })).toEqual(full);
    disk.isFull = false;
    const again = await untilWritten(() => store.write({ events }));
    expect(again).toMatchObject({ kind: 'written', revision: 1 });
    await store.close();
    store = await TestStore.open({}, store.directory);
    expect(store.store.head('s')).toMatchObject({ revision: 1 });
    expect(store.store.lastPosition).toBe('position' in again && again.position);
  });

  test('the ids of what was refused are unknown: it is written when it comes again', async () => {
    disk.isFull = true;
    const events = [markedEvent('one')];
    expect(await store.write({ events, expected: 'any' })).toEqual(full);
    disk.isFull = false;
    const first = await untilWritten(() => store.write({ events, expected: 'any' }));
    expect(first).toMatchObject({ kind: 'written', revision: 0 });
    expect(await store.write({ events, expected: 'any' })).toEqual(first);
  });

  test('a segment that could not be begun is begun', async () => {
    await store.discard();
    store = await TestStore.open({ segmentBytes: 200 });
    for (let revision = 0; revision < 6; revision++) {
      disk.isFull = true;
      expect(await store.write()).toEqual(full);
      disk.isFull = false;
      expect(await untilWritten(() => store.write())).toMatchObject({ revision });
    }
    expect(
      readdirSync(store.directory).filter((n) => n.endsWith('.segment')).length,
    ).toBeGreaterThan(1);
    await store.close();
    store = await TestStore.open({}, store.directory);
    expect(store.store.head('s')).toMatchObject({ revision: 5 });
  });
});

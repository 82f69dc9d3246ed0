import { describe, expect, test } from '@jest/globals';
import type { LoadPartition, LoadProgress } from './load-partition.js';
import { partitioningOf, loadPartitions } from './load-partitions.js';

const log = { databaseUrl: 'd', eventStoreUrl: 'e', secretKey: new Uint8Array(32), end: 100n };

const loading = (load: LoadPartition, parts = 3) => {
  const told: LoadProgress[] = [];
  const stop = new AbortController();
  const onProgress = (progress: LoadProgress): void => void told.push(progress);
  const loaded = loadPartitions(log, { parts, load }, { signal: stop.signal, onProgress });
  return { told, stop, loaded };
};

/** A load that runs until it is aborted. */
const endless: LoadPartition = async (_part, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('ended'));
    });
  });

describe('loading in parts', () => {
  test('asks for each part once, with a share of the memory', async () => {
    const asked: { part: number; parts: number; heldRowsMax: number }[] = [];
    const { loaded } = loading(({ part, parts, heldRowsMax }) => {
      asked.push({ part, parts, heldRowsMax });
      return Promise.resolve();
    });
    await loaded;
    const heldRowsMax = 166_667;
    expect(asked).toEqual([0, 1, 2].map((part) => ({ part, parts: 3, heldRowsMax })));
  });

  test('is as far as the part that is least far, and counts the events of all', async () => {
    const { told, loaded } = loading(({ part }, { onProgress }) => {
      onProgress({ events: 10, position: BigInt(part * 40) });
      return Promise.resolve();
    });
    await loaded;
    expect(told.slice(0, 3)).toEqual([
      { events: 10, position: -1n },
      { events: 20, position: -1n },
      { events: 30, position: 0n },
    ]);
    expect(told.at(-1)).toEqual({ events: 30, position: 100n });
  });

  test('ends the others when one fails, and says why', async () => {
    const { loaded } = loading(async (part, parts) => {
      if (part.part === 1) throw new Error('unreadable');
      await endless(part, parts);
    });
    await expect(loaded).rejects.toThrow('unreadable');
  });

  test('ends all when it is stopped, and says so', async () => {
    const { stop, loaded } = loading(endless);
    stop.abort(new Error('Stopped'));
    await expect(loaded).rejects.toThrow('Stopped');
  });
});

describe('a log', () => {
  test.each([
    [1_000n, undefined, 1],
    [1_000n, 3, 3],
    [1_000_000_000n, 1, 1],
    [1_000_000_000n, 16, 16],
  ])('that ends at %s is divided, with %s asked for, into %s', (end, wanted, parts) => {
    expect(partitioningOf(end, wanted).parts).toBe(parts);
  });

  test.each([0, 17, 2.5, NaN])('is not divided into %s', (wanted) => {
    expect(() => partitioningOf(1_000n, wanted)).toThrow(RangeError);
  });
});

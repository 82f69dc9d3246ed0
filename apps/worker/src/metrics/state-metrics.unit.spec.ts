import { describe, expect, test } from '@jest/globals';
import type { EventStore, StoredEvent } from '#event-log';
import { lagCountedMax, lagInEvents } from './state-metrics.js';

/** A log whose every `foreignEvery`th event is not the ledger's. */
const logOf = (events: number, foreignEvery = Infinity): Pick<EventStore, 'readLog'> => ({
  readLog: ({ after, eventsMax }) => {
    const from = Number(after) + 1;
    const length = Math.max(0, Math.min(eventsMax, events - from));
    return Promise.resolve(
      Array.from({ length }, (_, index) => {
        const commit = BigInt(from + index);
        const isForeign = (from + index + 1) % foreignEvery === 0;
        const streamId = isForeign ? '$stats' : 'order-1';
        return { streamId, position: { commit, prepare: commit } } as unknown as StoredEvent;
      }),
    );
  },
});

describe('the events that a projection is behind', () => {
  test.each([
    [0, -1n, 0],
    [10, 9n, 0],
    [10, 4n, 5],
    [3_500, -1n, 3_500],
  ])('of %d events after position %d are %d', async (events, position, expected) => {
    expect(await lagInEvents(logOf(events), position)).toBe(expected);
  });

  test("are the ledger's own", async () => {
    expect(await lagInEvents(logOf(10, 5), -1n)).toBe(8);
  });

  test('are counted up to a limit', async () => {
    expect(await lagInEvents(logOf(20_000), -1n)).toBe(lagCountedMax);
  });
});

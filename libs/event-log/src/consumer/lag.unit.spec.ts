import { describe, expect, test } from '@jest/globals';
import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { lagAfter, lagEventsMax } from './lag.js';

/** A log in which every `foreignEvery`th event is not the ledger's. */
const logOf = (events: number, foreignEvery = Infinity): Pick<EventStore, 'readLog'> => ({
  readLog: ({ after, eventsMax }) => {
    const from = Number(after) + 1;
    const length = Math.max(0, Math.min(eventsMax, events - from));
    return Promise.resolve(
      Array.from({ length }, (_, index) => {
        const commit = BigInt(from + index);
        const isForeign = (from + index + 1) % foreignEvery === 0;
        const streamId = isForeign ? '$stats' : 'order-1';
        const created = new Date(Date.now() - 60_000 + (from + index) * 1_000);
        return { streamId, created, position: { commit } } as unknown as StoredEvent;
      }),
    );
  },
});

describe('the events after a position', () => {
  test.each([
    [0, -1n, 0],
    [10, 9n, 0],
    [10, 4n, 5],
    [3_500, -1n, 3_500],
  ])('of %d events in all, after %d, are %d', async (events, position, expected) => {
    expect(await lagAfter(logOf(events), { position })).toMatchObject({ events: expected });
  });

  test("are the ledger's own", async () => {
    expect(await lagAfter(logOf(10, 5), { position: -1n })).toMatchObject({ events: 8 });
  });

  test('are counted up to a limit', async () => {
    expect(await lagAfter(logOf(20_000), { position: -1n })).toMatchObject({
      events: lagEventsMax,
    });
  });

  test('tell how old the oldest of them is, and 0 if there is none', async () => {
    const { seconds } = await lagAfter(logOf(10), { position: 4n });
    expect(Math.round(seconds)).toBe(55);
    expect(await lagAfter(logOf(10), { position: 9n })).toEqual({ events: 0, seconds: 0 });
  });
});

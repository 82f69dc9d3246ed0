import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { metadataEvent } from '../../streams/apply-write.js';
import { TestStore } from '../../testing/test-store.js';

let written: TestStore;

beforeEach(async () => {
  written = await TestStore.open({ indexedAtOnce: 7, unindexed: { events: 12, bytes: 10_000 } });
});

afterEach(() => written.discard());

const page = { events: 5, bytes: 100_000 };

/**
 * Reads a stream of `length` events, starting at each revision and in both directions. No event may
 * be missing, although some events are in the index on the disk and some only in memory.
 */
const expectStream = (streamName: string, length: number): void => {
  const { store } = written;
  const { number } = store.head(streamName)!;
  for (let from = 0; from < length; from++) {
    for (const backwards of [false, true]) {
      const to = backwards ? 0 : length - 1;
      const events = store.streamEvents(number, { from, to, backwards }, page);
      const count = Math.min(page.events, backwards ? from + 1 : length - from);
      const expected = Array.from({ length: count }, (_, at) => from + (backwards ? -at : at));
      expect(events.map(({ revision }) => revision)).toEqual(expected);
      expect(events.every((event) => event.streamNumber === number)).toBe(true);
    }
  }
};

test('what is partly written and partly in memory reads as one, at every moment', async () => {
  for (let count = 1; count <= 30; count++) {
    const events = Array.from({ length: 1 + (count % 3) }, () => metadataEvent(Buffer.from('{}')));
    await written.write({ streamName: 'one', events });
    await written.write({ streamName: 'other' });
    expectStream('one', written.store.head('one')!.revision + 1);
    expectStream('other', count);
  }
  expect(written.store.head('one')).toMatchObject({ revision: 59 });
});

test('a writer that is faster than the index waits for it', async () => {
  const outcomes = Array.from({ length: 300 }, () => written.write());
  expect(await Promise.all(outcomes)).toHaveLength(300);
  expectStream('s', 300);
});

import { expect, test } from '@jest/globals';
import { storedEvent } from '../testing/stored-events.js';
import { LastPositions } from './last-positions.js';
import type { StoredEvent } from './stored-event.js';

const orders = { includes: (streamId: string) => streamId.startsWith('order-') };

/**
 * A log with one event for each stream name, at the positions 10, 20 and so on; it counts the
 * events that are read.
 */
class FakeLog {
  eventsRead = 0;
  events: StoredEvent[] = [];
  readonly positions = new LastPositions((before, eventsMax) => {
    const older = this.events.filter(({ position }) => !before || position!.commit < before);
    const page = older.reverse().slice(0, eventsMax);
    this.eventsRead += page.length;
    return Promise.resolve(page);
  });

  add(streamId: string, count = 1): void {
    for (let at = 0; at < count; at++) {
      const commit = BigInt(10 * (this.events.length + 1));
      this.events.push(storedEvent({ streamId, position: { commit } }));
    }
  }

  /** The result of a search, and the number of events that the search reads. */
  async look(after?: bigint): Promise<[bigint | undefined, number]> {
    this.eventsRead = 0;
    const found = await this.positions.find({
      streams: orders,
      ...(after !== undefined && { after }),
    });
    return [found, this.eventsRead];
  }
}

test('the last event of some streams is found behind any number of others, once', async () => {
  const log = new FakeLog();
  log.add('order-1', 3);
  log.add('$stats-0', 2_000);
  expect(await log.look()).toEqual([30n, 2_001]);
  expect(await log.look()).toEqual([30n, 1]);
  log.add('foreign', 700);
  expect(await log.look()).toEqual([30n, 1_001]);
  log.add('order-2');
  log.add('foreign');
  expect(await log.look()).toEqual([27_040n, 501]);
  log.add('order-2');
  expect(await log.look()).toEqual([27_060n, 1]);
});

test('a caller that knows how far it has come is answered without a look at what is before', async () => {
  const log = new FakeLog();
  log.add('order-1');
  log.add('foreign', 3_000);
  expect(await log.look(30_010n)).toEqual([30_010n, 1]);
  expect(await log.look(29_000n)).toEqual([29_000n, 501]);
  log.add('order-1');
  expect(await log.look(29_000n)).toEqual([30_020n, 1]);
});

test('a log without such an event, or without any, has none', async () => {
  const log = new FakeLog();
  expect(await log.look()).toEqual([undefined, 0]);
  expect(await log.look(5n)).toEqual([5n, 0]);
  log.add('foreign', 600);
  expect(await log.look()).toEqual([undefined, 600]);
  expect(await log.look()).toEqual([undefined, 1]);
});

test('a log that was replaced by a shorter one is looked at anew', async () => {
  const log = new FakeLog();
  log.add('order-1', 5);
  log.add('foreign', 5);
  expect((await log.look())[0]).toBe(50n);
  log.events = log.events.slice(0, 3);
  expect((await log.look())[0]).toBe(30n);
});

test('the last event of any stream is the last of all', async () => {
  const log = new FakeLog();
  log.add('order-1');
  log.add('foreign');
  expect(await log.positions.find({})).toBe(20n);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonEvent, type EventStoreDBClient, type ResolvedEvent } from '@eventstore/db-client';
import { TestNode } from '../testing/test-node.js';
import { newStream, numbersOf, oneEvent } from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterAll(() => node.discard());

const eventCount = 400;
const eventBytes = 100_000;
/**
 * Eight readers each request 40 MB of events and read only the first one. The node must not buffer
 * these 320 MB: its memory may grow by at most this number of bytes.
 */
const memoryMax = 100 * 1024 * 1024;

const heldBytes = (): number => {
  const { external, arrayBuffers } = process.memoryUsage();
  return Math.max(external, arrayBuffers);
};

test('readers that do not read make the node wait, not its memory grow', async () => {
  const stream = newStream();
  const text = 'x'.repeat(eventBytes);
  for (let number = 0; number < eventCount; number += 10) {
    const events = Array.from({ length: 10 }, (_, index) =>
      jsonEvent({ type: 'Large', data: { number: number + index, text } }),
    );
    await client.appendToStream(stream, events);
  }
  const before = heldBytes();
  const readers = Array.from({ length: 8 }, () => client.readStream(stream));
  const iterators = readers.map((reader) => reader[Symbol.asyncIterator]());
  await Promise.all(iterators.map((iterator) => iterator.next()));
  const others = await client.appendToStream(newStream(), oneEvent());
  expect(others.success).toBe(true);
  expect(heldBytes() - before).toBeLessThan(memoryMax);

  const rest: ResolvedEvent[] = [];
  for (let next = await iterators[0]!.next(); !next.done; next = await iterators[0]!.next()) {
    rest.push(next.value);
  }
  expect(numbersOf(rest)).toEqual(Array.from({ length: eventCount - 1 }, (_, index) => index + 1));
  await Promise.all(readers.slice(1).map((reader) => reader.cancel()));
});

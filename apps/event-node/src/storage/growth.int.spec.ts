import { BACKWARDS, END, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestNode } from '../testing/test-node.js';
import { collect, newStream, numbersOf } from '../testing/test-events.js';

const mib = 1024 * 1024;
let node: TestNode;

beforeAll(async () => {
  node = await TestNode.start({ limits: { mapBytes: mib } });
});

afterAll(() => node.discard());

test('the log outgrows the address space that it began with', async () => {
  const client = node.client();
  const stream = newStream();
  const text = 'x'.repeat(50_000);
  for (let number = 0; number < 400; number += 10) {
    const events = Array.from({ length: 10 }, (_, index) =>
      jsonEvent({ type: 'Large', data: { number: number + index, text } }),
    );
    await client.appendToStream(stream, events);
  }
  const options = { direction: BACKWARDS, fromRevision: END, maxCount: 3 } as const;
  expect(numbersOf(await collect(client.readStream(stream, options)))).toEqual([399, 398, 397]);
  expect(await collect(client.readStream(stream))).toHaveLength(400);
});

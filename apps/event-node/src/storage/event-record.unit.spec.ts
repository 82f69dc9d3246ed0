import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeEvent, StoredEvent } from './event-record.js';

const bytes = fc.uint8Array({ maxLength: 200 }).map((value) => Buffer.from(value));
const number = fc.integer({ min: 0, max: 2 ** 48 - 1 });

const events = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => Buffer.from(value)),
  streamNumber: number,
  revision: number,
  created: number,
  streamName: bytes,
  type: bytes,
  isJson: fc.boolean(),
  metadata: bytes,
  data: bytes,
});

test('a record holds all of its event', () => {
  fc.assert(
    fc.property(events, (event) => {
      const stored = new StoredEvent(7, encodeEvent(event));
      const read = Object.fromEntries(
        Object.keys(event).map((key) => [key, stored[key as keyof typeof event]]),
      );
      expect(read).toEqual(event);
    }),
  );
});

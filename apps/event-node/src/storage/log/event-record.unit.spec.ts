import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeEvent,
  isWellFormed,
  recordLength,
  recordSize,
  EventRecord,
} from './event-record.js';

const bytes = fc.uint8Array({ maxLength: 200 }).map((value) => Buffer.from(value));
const number = fc.integer({ min: 0, max: 2 ** 48 - 1 });

const events = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => Buffer.from(value)),
  streamNumber: number,
  revision: number,
  created: number,
  streamName: bytes,
  type: bytes,
  flags: fc.integer({ min: 0, max: 15 }),
  metadata: bytes,
  data: bytes,
});

test('a record holds all of its event', () => {
  fc.assert(
    fc.property(events, (event) => {
      const record = Buffer.alloc(recordSize(event));
      encodeEvent(event, record);
      const stored = new EventRecord(7, record);
      const { flags, ...fields } = event;
      const read = Object.fromEntries(
        Object.keys(fields).map((key) => [key, stored[key as keyof typeof fields]]),
      );
      expect(read).toEqual(fields);
      expect([1, 2, 4, 8].filter((flag) => stored.has(flag))).toEqual(
        [1, 2, 4, 8].filter((flag) => (flags & flag) !== 0),
      );
      expect(recordLength(record, 0)).toBe(record.length);
      expect(isWellFormed(record)).toBe(true);
    }),
  );
});

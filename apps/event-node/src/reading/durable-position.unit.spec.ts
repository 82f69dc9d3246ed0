import { describe, expect, test } from '@jest/globals';
import { eventRecord } from '../testing/test-event-record.js';
import { LogTail } from './durable-position.js';

const eventBytes = eventRecord().bytes.length;
const page = { events: 3, bytes: 1_000_000 };
const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => eventRecord({ position: from + index }));
const positions = (tail: LogTail, after: number, limit = page) =>
  tail.after(after, limit)?.map(({ position }) => position);

describe('the tail of the log', () => {
  test('gives pages of what came after a position', () => {
    const tail = new LogTail(1_000_000, 4);
    tail.add(events(5, 7));
    tail.add(events(8, 9));
    expect(positions(tail, 4)).toEqual([5, 6, 7]);
    expect(positions(tail, 7)).toEqual([8, 9]);
    expect(positions(tail, 9)).toEqual([]);
  });

  test('does not answer for what it no longer holds', () => {
    const tail = new LogTail(4 * eventBytes, 0);
    tail.add(events(1, 10));
    expect(positions(tail, 5)).toBeUndefined();
    expect(positions(tail, 6)).toEqual([7, 8, 9]);
    tail.add(events(11, 12));
    expect(positions(tail, 7)).toBeUndefined();
    expect(positions(tail, 8)).toEqual([9, 10, 11]);
  });

  test('ends a page at its bytes, but never before one event', () => {
    const tail = new LogTail(1_000_000, 0);
    tail.add(events(1, 5));
    expect(positions(tail, 0, { events: 5, bytes: 2 * eventBytes })).toEqual([1, 2]);
    expect(positions(tail, 0, { events: 5, bytes: 1 })).toEqual([1]);
  });

  test('that is empty answers for nothing', () => {
    expect(positions(new LogTail(1_000, 1), 0)).toBeUndefined();
  });
});

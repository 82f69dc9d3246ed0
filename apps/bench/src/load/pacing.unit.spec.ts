import { describe, expect, test } from '@jest/globals';
import { pacingOf } from './pacing.js';

describe('a closed loop', () => {
  const pacing = pacingOf({ kind: 'closed', seconds: 2 }, 50);

  test('has all its requests due until the time is over, and none after', () => {
    expect(pacing.dueBy(0)).toBe(50);
    expect(pacing.dueBy(1_999)).toBe(50);
    expect(pacing.dueBy(2_000)).toBe(0);
  });

  test('counts a request from when it is sent, and waits for answers only', () => {
    expect(pacing.dueAt(7, 123)).toBe(123);
    expect(pacing.nextIn(7, 123)).toBeUndefined();
  });
});

describe('an open loop of 100 a second', () => {
  const pacing = pacingOf({ kind: 'open', perSecond: 100 }, 50);

  test('has one request due at once and another every 10 ms, up to the last', () => {
    expect([0, 9.9, 10, 25, 489, 490, 10_000].map(pacing.dueBy)).toEqual([1, 1, 2, 3, 49, 50, 50]);
  });

  test('counts a request from when it was due, however late it is sent', () => {
    expect(pacing.dueAt(0, 400)).toBe(0);
    expect(pacing.dueAt(30, 400)).toBe(300);
  });

  test('tells how long until the next is due, and nothing after the last', () => {
    expect(pacing.nextIn(3, 25)).toBe(5);
    expect(pacing.nextIn(3, 29.9)).toBe(1);
    expect(pacing.nextIn(50, 600)).toBeUndefined();
  });
});

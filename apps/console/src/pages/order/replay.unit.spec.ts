import { describe, expect, test } from '@jest/globals';
import { barOf, eventName, indexAt, spanOf, type ReplayedEvent } from './replay.js';

const sums = {
  status: 'PartActivated',
  total: 28_500,
  requested: 0,
  captured: 9_500,
  refunded: 0,
  cancelled: 0,
  remaining: 19_000,
} as const;

const at = (recordedAt: string): ReplayedEvent => ({ recordedAt, after: sums });
const ms = (instant: string): number => Date.parse(instant);

describe('the replay by time', () => {
  const events = [
    at('2026-11-20T10:00:00.000Z'),
    at('2026-11-20T11:00:00.000Z'),
    at('2026-11-20T12:00:00.000Z'),
  ];

  test.each([
    ['2026-11-20T09:59:59.999Z', -1],
    ['2026-11-20T10:00:00.000Z', 0],
    ['2026-11-20T11:30:00.000Z', 1],
    ['2026-11-20T12:00:00.000Z', 2],
    ['2027-01-01T00:00:00.000Z', 2],
  ])('at %s is after event %d', (instant, index) => {
    expect(indexAt(events, ms(instant))).toBe(index);
  });

  test('ends before the first event that is later, where clocks differ', () => {
    const crossed = [events[0]!, events[2]!, events[1]!];
    expect(indexAt(crossed, ms('2026-11-20T11:30:00.000Z'))).toBe(0);
    expect(spanOf(crossed)).toEqual({
      fromMs: ms('2026-11-20T10:00:00.000Z'),
      toMs: ms('2026-11-20T12:00:00.000Z'),
    });
  });
});

describe('the bar of the sums', () => {
  test('shows the parts that are there, by their share', () => {
    expect(barOf(sums)).toEqual([
      { part: 'captured', amount: 9_500, share: 1 / 3 },
      { part: 'remaining', amount: 19_000, share: 2 / 3 },
    ]);
  });

  test('is empty for an order that comes to nothing', () => {
    expect(barOf({ ...sums, total: 0, captured: 0, remaining: 0 })).toEqual([]);
  });

  test('leaves out a part below zero, which only rows that are left can come to', () => {
    const parts = barOf({ ...sums, captured: 9_500, remaining: -500 });
    expect(parts).toEqual([{ part: 'captured', amount: 9_500, share: 1 }]);
  });
});

test.each([
  ['OrderPartCaptured', 'Part captured'],
  ['OrderRegistered', 'Registered'],
  ['CaptureSettled', 'Capture settled'],
  ['OrderItemsReplaced', 'Items replaced'],
])('%s is shown as %s', (type, name) => {
  expect(eventName(type)).toBe(name);
});

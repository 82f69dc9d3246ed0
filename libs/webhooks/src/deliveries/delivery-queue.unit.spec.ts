import { expect, test } from '@jest/globals';
import { nextAttemptAt } from './delivery-queue.js';

test('a delivery is tried again after 5 s, 10 s, 3 min, 1 h, 4 h, 8 h, 16 h and 24 h, then it is dead', () => {
  const failedAt = new Date('2026-11-20T10:00:00.000Z');
  const delays = Array.from({ length: 9 }, (_, index) => {
    const next = nextAttemptAt(index + 1, failedAt);
    return next && (next.getTime() - failedAt.getTime()) / 1000;
  });
  expect(delays).toEqual([5, 10, 180, 3_600, 14_400, 28_800, 57_600, 86_400, undefined]);
});

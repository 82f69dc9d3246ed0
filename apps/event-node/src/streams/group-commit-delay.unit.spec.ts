import { describe, expect, test } from '@jest/globals';
import { GroupCommitDelay } from './group-commit-delay.js';

interface Crowd {
  readonly open: number;
  readonly everyMs: number;
  readonly from?: number;
}

/**
 * Notes concurrent writes, one every `everyMs` milliseconds, and returns the time after the last of
 * them.
 */
const crowd = (delay: GroupCommitDelay, writes: number, { open, everyMs, from = 0 }: Crowd) => {
  let now = from;
  for (let write = 0; write < writes; write += 1, now += everyMs)
    delay.noteConcurrentWrite(open, now);
  return now;
};

describe('a round waits for more writes', () => {
  test('not without a crowd', () => {
    const delay = new GroupCommitDelay();
    expect(delay.delayMs(1)).toBe(0);
    crowd(delay, 100, { open: 20, everyMs: 5 });
    expect(delay.delayMs(1)).toBe(0);
  });

  test('in one, as long as it has few', () => {
    const delay = new GroupCommitDelay();
    crowd(delay, 8, { open: 64, everyMs: 1 });
    expect([1, 15, 16, 100].map((writes) => delay.delayMs(writes))).toEqual([3, 3, 0, 0]);
  });

  test('until all are there that there were lately', () => {
    const delay = new GroupCommitDelay();
    const now = crowd(delay, 8, { open: 4, everyMs: 1 });
    expect([3, 4].map((writes) => delay.delayMs(writes))).toEqual([3, 0]);
    const later = crowd(delay, 8, { open: 2, everyMs: 1, from: now + 101 });
    expect(delay.delayMs(3)).toBe(3);
    crowd(delay, 8, { open: 2, everyMs: 1, from: later + 101 });
    expect([1, 2].map((writes) => delay.delayMs(writes))).toEqual([3, 0]);
  });

  test('again when that brought some together', () => {
    const delay = new GroupCommitDelay();
    const now = crowd(delay, 8, { open: 8, everyMs: 1 });
    delay.noteDelay(3, now);
    expect(delay.delayMs(1)).toBe(3);
  });

  test('not for a while after it brought nothing', () => {
    const delay = new GroupCommitDelay();
    const now = crowd(delay, 8, { open: 8, everyMs: 1 });
    delay.noteDelay(2, now);
    crowd(delay, 100, { open: 8, everyMs: 1, from: now });
    expect(delay.delayMs(1)).toBe(0);
    crowd(delay, 8, { open: 8, everyMs: 1, from: now + 250 });
    expect(delay.delayMs(1)).toBe(3);
  });
});

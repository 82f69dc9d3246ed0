import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Progress } from './progress.js';

describe('progress', () => {
  test('marks what has nothing open below it', () => {
    const progress = new Progress(4);
    const [first, second] = [progress.begin(5), progress.begin(6)];
    expect(progress.mark).toBe(4);
    progress.settle(second);
    expect(progress.mark).toBe(4);
    progress.settle(first);
    expect(progress.mark).toBe(6);
  });

  test('goes on over what is none of the group’s, but not past what is open', () => {
    const progress = new Progress(0);
    progress.skip(3);
    expect(progress.mark).toBe(3);
    const step = progress.begin(7);
    progress.skip(9);
    expect(progress.mark).toBe(3);
    progress.settle(step);
    expect(progress.mark).toBe(9);
    expect(progress.passed).toBe(3);
  });

  test('in any order of answers never passes an open event, and never goes back', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 40 }, (_, n) => n)), (order) => {
        const progress = new Progress(-1);
        const steps = Array.from({ length: 40 }, (_, n) => progress.begin(n));
        const open = new Set(steps.keys());
        let before = -1;
        for (const answered of order) {
          const step = steps[answered];
          if (step !== undefined) progress.settle(step);
          open.delete(answered);
          const expected = open.size === 0 ? 39 : Math.min(...open) - 1;
          expect(progress.mark).toBe(expected);
          expect(progress.mark).toBeGreaterThanOrEqual(before);
          before = progress.mark;
        }
        expect(progress.length).toBe(39 - before);
      }),
    );
  });
});

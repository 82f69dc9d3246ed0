import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FairShares } from './fair-shares.js';

/** As many places as the holder gets. */
const fill = (shares: FairShares, holder: string): number => {
  let count = 0;
  while (shares.tryEnter(holder)) count += 1;
  return count;
};

describe('fair shares', () => {
  test('give one alone four fifths, and the next what is fair beside it', () => {
    const shares = new FairShares(400);
    expect(fill(shares, 'flood')).toBe(320);
    expect(fill(shares, 'other')).toBe(64);
    expect(fill(shares, 'third')).toBeGreaterThan(0);
    expect(shares.taken).toBeLessThanOrEqual(400);
  });

  test('give two that take turns the same', () => {
    const shares = new FairShares(450);
    const counts = { a: 0, b: 0 };
    while (shares.hasRoom('a') || shares.hasRoom('b')) {
      for (const holder of ['a', 'b'] as const) if (shares.tryEnter(holder)) counts[holder] += 1;
    }
    expect(counts).toEqual({ a: 200, b: 200 });
  });

  test('leave a place beside many greedy ones', () => {
    const shares = new FairShares(400);
    for (const holder of Array.from({ length: 20 }, (_, index) => `flood ${index}`)) {
      fill(shares, holder);
      const free = 400 - shares.taken;
      expect(shares.hasRoom('newcomer')).toBe(free > 0);
    }
  });

  test('are free again when left', () => {
    const shares = new FairShares(1);
    expect([shares.tryEnter('a'), shares.tryEnter('b')]).toEqual([true, false]);
    shares.leave('a');
    expect(shares.tryEnter('b')).toBe(true);
    expect(() => {
      shares.leave('a');
    }).toThrow(RangeError);
  });

  test('never exceed the places, and a holder of none gets in while one is free', () => {
    const steps = fc.array(fc.tuple(fc.nat(4), fc.boolean()), { maxLength: 300 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), steps, (places, taken) => {
        const shares = new FairShares(places);
        const held = [0, 0, 0, 0, 0];
        for (const [who, enters] of taken) {
          const before = held[who] ?? 0;
          const free = places - shares.taken;
          if (enters) {
            const entered = shares.tryEnter(String(who));
            if (before === 0) expect(entered).toBe(free > 0);
            if (entered) held[who] = before + 1;
          } else if (before > 0) {
            shares.leave(String(who));
            held[who] = before - 1;
          }
          expect(shares.taken).toBe(held.reduce((sum, count) => sum + count, 0));
          expect(shares.taken).toBeLessThanOrEqual(places);
        }
      }),
    );
  });
});

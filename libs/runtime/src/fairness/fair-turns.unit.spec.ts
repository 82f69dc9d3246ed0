import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FairShares, FairTurns, TooManyWaitingForTurn } from './fair-turns.js';

const turn = (holder = 'a', subject = 's') => ({ holder, subject });

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Tasks that the test ends one by one, and the order in which they began. */
const useWork = () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
    return name;
  };
  const endNext = async () => {
    ends.shift()?.();
    await settled();
  };
  return { begun, work, endNext };
};

describe('fair turns', () => {
  test('let a few run at once and the next when one ends', async () => {
    const turns = new FairTurns({ runningMax: 1, waitingMax: 1 });
    const { begun, work, endNext } = useWork();
    const results = [turns.run(turn(), work('first')), turns.run(turn(), work('second'))];
    await settled();
    expect(begun).toEqual(['first']);
    await endNext();
    expect(begun).toEqual(['first', 'second']);
    await endNext();
    expect(await Promise.all(results)).toEqual(['first', 'second']);
  });

  test('let holders take turns, and the subjects of one holder', async () => {
    const turns = new FairTurns({ runningMax: 1, waitingMax: 100 });
    const { begun, work, endNext } = useWork();
    const asked = [
      ['flood', 'x', 'f1'],
      ['flood', 'x', 'f2'],
      ['flood', 'x', 'f3'],
      ['flood', 'y', 'f4'],
      ['other', 'x', 'o1'],
      ['other', 'x', 'o2'],
    ] as const;
    const results = asked.map(([holder, subject, name]) =>
      turns.run(turn(holder, subject), work(name)),
    );
    await settled();
    for (const [index] of asked.entries()) {
      await endNext();
      if (index === 1) expect(begun).toEqual(['f1', 'f2', 'o1']);
    }
    expect(await Promise.all(results)).toHaveLength(6);
    expect(begun).toEqual(['f1', 'f2', 'o1', 'f4', 'o2', 'f3']);
  });

  test('refuse beyond what may wait, and take more when one has begun', async () => {
    const turns = new FairTurns({ runningMax: 1, waitingMax: 0 });
    const { work, endNext } = useWork();
    const running = turns.run(turn(), work('first'));
    await expect(turns.run(turn(), work('second'))).rejects.toThrow(TooManyWaitingForTurn);
    await endNext();
    await running;
    const next = turns.run(turn(), work('next'));
    await settled();
    await endNext();
    expect(await next).toBe('next');
  });

  test('leave room to wait beside one that floods', async () => {
    const turns = new FairTurns({ runningMax: 1, waitingMax: 10 });
    const { begun, work, endNext } = useWork();
    const flood = Array.from({ length: 20 }, () =>
      turns.run(turn('flood'), work('f')).then(
        () => true,
        () => false,
      ),
    );
    const other = turns.run(turn('other'), work('other'));
    await settled();
    for (let ended = 0; ended < 20; ended += 1) await endNext();
    expect(await other).toBe('other');
    expect((await Promise.all(flood)).filter(Boolean)).toHaveLength(1 + 8);
    expect(begun.indexOf('other')).toBe(2);
  });

  test('give the place back when the work fails', async () => {
    const turns = new FairTurns({ runningMax: 1, waitingMax: 0 });
    await expect(turns.run(turn(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.run(turn(), () => Promise.resolve('next'))).toBe('next');
  });
});

/** Takes places until the holder gets no more; returns their number. */
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

  test('follow a number of places that changes, also below what is taken', () => {
    let places = 10;
    const shares = new FairShares(() => places);
    expect(fill(shares, 'a')).toBe(8);
    places = 5;
    expect([shares.tryEnter('a'), shares.tryEnter('b')]).toEqual([false, false]);
    for (let left = 0; left < 4; left += 1) shares.leave('a');
    expect([shares.tryEnter('a'), shares.tryEnter('b')]).toEqual([false, true]);
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

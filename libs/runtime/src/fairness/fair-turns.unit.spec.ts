import { describe, expect, test } from '@jest/globals';
import { FairTurns, TooManyWaitingForTurn } from './fair-turns.js';

const turn = (holder = 'a', subject = 's') => ({ holder, subject });

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to, and says in what order it was begun. */
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

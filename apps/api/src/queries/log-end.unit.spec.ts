import { describe, expect, test } from '@jest/globals';
import { EndOfLog } from './log-end.js';

/** A fake event store. Each read of the end waits until the test answers it. */
const useStore = () => {
  const answers: ((position: bigint | Error) => void)[] = [];
  let asked = 0;
  const lastPosition = () => {
    asked += 1;
    return new Promise<bigint>((resolve, reject) => {
      answers.push((answer) => {
        if (typeof answer === 'bigint') resolve(answer);
        else reject(answer);
      });
    });
  };
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (position: bigint | Error) => {
    await turns();
    answers.shift()?.(position);
    await turns();
  };
  return { end: new EndOfLog({ lastPosition }), answer, asked: () => asked };
};

describe('the end of the log', () => {
  test('is told where the position is beyond it', async () => {
    const { end, answer } = useStore();
    const asking = [end.before(11n), end.before(10n)];
    await answer(10n);
    expect(await Promise.all(asking)).toEqual([10n, undefined]);
  });

  test('is not asked for again up to where it was once', async () => {
    const { end, answer, asked } = useStore();
    const asking = end.before(10n);
    await answer(10n);
    await asking;
    expect(await end.before(9n)).toBeUndefined();
    expect(asked()).toBe(1);
  });

  test('is asked for again by whoever comes after a question was sent, and by all of them once', async () => {
    const { end, answer, asked } = useStore();
    const first = end.before(11n);
    await new Promise((resolve) => setImmediate(resolve));
    // These calls begin after the first read was sent. Another process may have written events
    // since, so they must not get the answer of the first read.
    const later = [end.before(11n), end.before(12n), end.before(11n)];
    await answer(10n);
    expect(await first).toBe(10n);
    await answer(11n);
    expect(await Promise.all(later)).toEqual([undefined, 11n, undefined]);
    expect(asked()).toBe(2);
  });

  test('is not told while the event store is away, and asked for again afterwards', async () => {
    const { end, answer } = useStore();
    const asking = end.before(11n);
    await answer(new Error('away'));
    expect(await asking).toBeUndefined();
    const again = end.before(11n);
    await answer(10n);
    expect(await again).toBe(10n);
  });
});

import { describe, expect, test } from '@jest/globals';
import { TooManyWrongSecrets, WrongSecrets } from './secret-attempts.js';

const here = { clientId: 'shop', from: '192.0.2.1' };

const useWrong = () => {
  const clock = { ms: 0 };
  const wrong = new WrongSecrets(() => clock.ms);
  const add = (times: number, attempt = here) => {
    for (let time = 0; time < times; time += 1) wrong.add(attempt);
  };
  /**
   * Returns the number of seconds for which further attempts are refused; 0 if the next attempt is
   * allowed.
   */
  const pause = (attempt = here): number => {
    try {
      wrong.assertAllowed(attempt);
      return 0;
    } catch (error) {
      if (error instanceof TooManyWrongSecrets) return error.retryAfterSeconds;
      throw error;
    }
  };
  return { clock, add, pause };
};

describe('wrong secrets', () => {
  test('make the next attempt wait, each one twice as long, up to a minute', () => {
    const { add, pause } = useWrong();
    add(4);
    expect(pause()).toBe(0);
    const pauses = Array.from({ length: 8 }, () => {
      add(1);
      return pause();
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('are waited for no longer than that', () => {
    const { clock, add, pause } = useWrong();
    add(8);
    clock.ms = 7_999;
    expect(pause()).toBe(1);
    clock.ms = 8_000;
    expect(pause()).toBe(0);
  });

  test('hold up neither the client elsewhere nor another client here', () => {
    const { add, pause } = useWrong();
    add(20);
    expect(pause({ ...here, from: '192.0.2.2' })).toBe(0);
    expect(pause({ ...here, clientId: 'other' })).toBe(0);
  });

  test('are forgotten after ten minutes', () => {
    const { clock, add, pause } = useWrong();
    add(20);
    clock.ms = 10 * 60_000;
    add(1);
    expect(pause()).toBe(0);
  });

  test('are remembered in bounded number, the latest', () => {
    const { add, pause } = useWrong();
    add(20);
    for (let other = 0; other < 10_000; other += 1) add(5, { ...here, clientId: `c${other}` });
    expect(pause()).toBe(0);
    expect(pause({ ...here, clientId: 'c9999' })).toBe(1);
  });
});

import { describe, expect, jest, test } from '@jest/globals';
import {
  backOffMs,
  Deadline,
  pause,
  retry,
  TimedOut,
  withTimeout,
  withTimeoutOr,
} from './waiting.js';
import { mapConcurrently, Semaphore, SemaphoreFull } from './semaphore.js';
const never = new Promise<never>(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A task that runs until the test ends it. */
const heldTask = () => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => ended, end };
};

describe('a timeout', () => {
  test('returns the result of work that ends in time, and throws its error', async () => {
    expect(await withTimeout(Promise.resolve(1), 10_000, 'One')).toBe(1);
    await expect(withTimeout(Promise.reject(new Error('no')), 10_000, 'One')).rejects.toThrow('no');
  });

  test('throws an error that names the work', async () => {
    await expect(withTimeout(never, 1, 'An append')).rejects.toThrow(new TimedOut('An append', 1));
  });

  test('gives what it is told to give, or throws that', async () => {
    expect(await withTimeoutOr(never, 1, () => 'too slow')).toBe('too slow');
    const refuse = (): never => {
      throw new RangeError('late');
    };
    await expect(withTimeoutOr(never, 1, refuse)).rejects.toThrow(RangeError);
  });

  test('takes a late failure for nothing', async () => {
    const held = heldTask();
    const late = held.run().then(() => Promise.reject(new Error('late')));
    expect(await withTimeoutOr(late, 1, () => 'too slow')).toBe('too slow');
    held.end();
    await turn();
  });
});

describe('a semaphore', () => {
  test('runs a bounded number, and the next in their order', async () => {
    const semaphore = new Semaphore({ runningMax: 1, waitingMax: 2 });
    const held = heldTask();
    const order: string[] = [];
    const task = (name: string) => () => {
      order.push(name);
      return Promise.resolve(name);
    };
    const first = semaphore.run(held.run);
    const others = ['a', 'b'].map((name) => semaphore.run(task(name)));
    await turn();
    expect(order).toEqual([]);
    held.end();
    await first;
    expect(await Promise.all(others)).toEqual(['a', 'b']);
    expect(order).toEqual(['a', 'b']);
    expect(semaphore.isIdle).toBe(true);
  });

  test('refuses a task when its queue is full, with the error it was given', async () => {
    const held = heldTask();
    const full = new Semaphore({ runningMax: 1, waitingMax: 0 });
    const own = new Semaphore({ runningMax: 1, waitingMax: 0, fullError: () => new RangeError() });
    const running = [full.run(held.run), own.run(held.run)];
    await expect(full.run(held.run)).rejects.toThrow(SemaphoreFull);
    await expect(own.run(held.run)).rejects.toThrow(RangeError);
    held.end();
    await Promise.all(running);
  });

  test('refuses a task that has waited for too long, and gives its place in the queue away', async () => {
    const semaphore = new Semaphore({ runningMax: 1, waitingMax: 1, waitMsMax: 1 });
    const held = heldTask();
    const running = semaphore.run(held.run);
    await expect(semaphore.run(held.run)).rejects.toThrow(SemaphoreFull);
    const waiting = semaphore.run(() => Promise.resolve('then')).catch(() => 'waited too long');
    held.end();
    await running;
    expect(await waiting).toMatch(/then|waited too long/);
    expect(semaphore.isIdle).toBe(true);
  });

  test('gives the place back when a task fails', async () => {
    const semaphore = new Semaphore({ runningMax: 1, waitingMax: 0 });
    await expect(semaphore.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await semaphore.run(() => Promise.resolve(1))).toBe(1);
  });
});

describe('work on many items', () => {
  test('keeps to its bound, and to the order of the items', async () => {
    let running = 0;
    let runningMost = 0;
    const results = await mapConcurrently([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      runningMost = Math.max(runningMost, running);
      await turn();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(runningMost).toBe(3);
  });

  test('begins no item after a failure', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await turn();
      throw new Error(`no ${item}`);
    };
    await expect(mapConcurrently([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('no 1');
    await turn();
    expect(begun).toEqual([1, 2]);
  });

  test('adds no listener for each item: Node warns of more than ten', async () => {
    const listening = jest.spyOn(EventTarget.prototype, 'addEventListener');
    const items = Array.from({ length: 100 }, (_, index) => index);
    await mapConcurrently(items, 2, turn);
    expect(listening.mock.calls.length).toBeLessThanOrEqual(10);
    listening.mockRestore();
  });
});

describe('a retry', () => {
  const backOff = { firstMs: 1, msMax: 2 };
  const isRetryable = (error: unknown): boolean => error instanceof RangeError;
  const failing = (failures: number, error: Error = new RangeError('away')) => {
    let attempts = 0;
    const attempt = (): Promise<number> => {
      attempts += 1;
      return attempts <= failures ? Promise.reject(error) : Promise.resolve(attempts);
    };
    return { attempt, made: () => attempts };
  };

  test('makes attempts until one succeeds', async () => {
    expect(await retry(failing(3).attempt, { backOff, isRetryable })).toBe(4);
  });

  test('throws an error that no attempt heals at once', async () => {
    const { attempt, made } = failing(3, new TypeError('a mistake'));
    await expect(retry(attempt, { backOff, isRetryable })).rejects.toThrow('a mistake');
    expect(made()).toBe(1);
  });

  test('ends at its deadline, and when its signal is aborted', async () => {
    const passed = new Deadline(0);
    await expect(retry(failing(1).attempt, { backOff, isRetryable, deadline: passed }))
      .rejects //
      .toThrow('away');
    const ending = new AbortController();
    const slow = { firstMs: 3_600_000, msMax: 3_600_000 };
    const retrying = retry(failing(1).attempt, {
      backOff: slow,
      isRetryable,
      signal: ending.signal,
    });
    await turn();
    ending.abort();
    await expect(retrying).rejects.toThrow('away');
  });

  test('doubles its delay up to a limit, with a random part of at most a half', () => {
    for (const [failures, ceiling] of [
      [0, 20],
      [1, 40],
      [3, 160],
      [5, 500],
      [10_000, 500],
    ] as const) {
      const delays = Array.from({ length: 50 }, () =>
        backOffMs({ firstMs: 20, msMax: 500 }, failures),
      );
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(ceiling / 2);
      expect(Math.max(...delays)).toBeLessThanOrEqual(ceiling);
      expect(new Set(delays).size).toBeGreaterThan(1);
    }
  });
});

test('a pause ends as soon as its signal is aborted', async () => {
  const ending = new AbortController();
  const paused = pause(3_600_000, ending.signal);
  ending.abort();
  await expect(paused).resolves.toBeUndefined();
});

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { boundedBySilence, boundedFetch, noAnswer } from './bounded-fetch.js';
import { leavesOpen, TimedOut, Unreachable } from './problem.js';

/**
 * The time-outs that the tested code has started: the duration in milliseconds, and a function that
 * lets the time-out happen now.
 */
let bounds: { ms: number; end: () => void }[];

/** An API that accepts every call and answers none. */
const silentApi: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => {
      reject(init.signal?.reason as Error);
    });
  });

beforeEach(() => {
  bounds = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(silentApi);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const bound = new AbortController();
    const end = () => {
      bound.abort(new DOMException('', 'TimeoutError'));
    };
    bounds.push({ ms, end });
    return bound.signal;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const failureOf = (calling: Promise<unknown>): Promise<unknown> =>
  calling.then(
    () => undefined,
    (error: unknown) => noAnswer(error),
  );

describe('a call to an API that accepts it and never answers', () => {
  test.each([
    ['GET', 30_000],
    ['POST', 120_000],
    ['DELETE', 120_000],
  ])('ends: a %s after %d ms', async (method, ms) => {
    const failure = failureOf(boundedFetch(new Request('http://ledger/v1/orders', { method })));
    expect(bounds.map((bound) => bound.ms)).toEqual([ms]);
    bounds[0]?.end();
    expect(await failure).toBeInstanceOf(TimedOut);
  });

  test('leaves open whether a command was recorded', async () => {
    const failure = failureOf(
      boundedFetch(new Request('http://ledger/v1/orders/1/captures', { method: 'POST' })),
    );
    bounds[0]?.end();
    expect(leavesOpen((await failure) as Error)).toBe(true);
  });

  test('still ends when the page gives it up', async () => {
    const page = new AbortController();
    const request = new Request('http://ledger/v1/orders', { signal: page.signal });
    const failure = failureOf(boundedFetch(request));
    page.abort();
    expect(await failure).toBeInstanceOf(Unreachable);
  });
});

test('an answer that breaks off leaves open whether a command was recorded', () => {
  expect(leavesOpen(noAnswer(new SyntaxError('Unexpected end of JSON input')))).toBe(true);
  expect(leavesOpen(noAnswer(new TypeError('network error')))).toBe(true);
});

test('a long answer may take any time, but no pause of more than 30 seconds', async () => {
  jest.useFakeTimers();
  let moved: () => void = () => undefined;
  const failure = failureOf(
    boundedBySilence((signal, noteMove) => {
      moved = noteMove;
      return silentApi('', { signal });
    }),
  );
  for (let piece = 0; piece < 10; piece += 1) {
    jest.advanceTimersByTime(29_000);
    moved();
  }
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(30_000);
  expect(await failure).toBeInstanceOf(TimedOut);
  expect(jest.getTimerCount()).toBe(0);
});

import { Deadline } from '#runtime/async';
import { retryWhileUnavailable, EventStoreUnavailable } from './faults.js';
import { describe, expect, test } from '@jest/globals';
const away = new EventStoreUnavailable('away');

describe('a persistent read', () => {
  test('is repeated while the store is unavailable', async () => {
    let failuresLeft = 2;
    const read = (): Promise<string> =>
      (failuresLeft -= 1) >= 0 ? Promise.reject(away) : Promise.resolve('there');
    expect(await retryWhileUnavailable(new Deadline(5_000), read)).toBe('there');
  });

  test('gives up when the time is over', async () => {
    const read = (): Promise<string> => Promise.reject(away);
    await expect(retryWhileUnavailable(new Deadline(30), read)).rejects.toBe(away);
  });

  test('does not repeat what no repetition heals', async () => {
    let reads = 0;
    const read = (): Promise<string> => {
      reads += 1;
      return Promise.reject(new TypeError('a mistake'));
    };
    await expect(retryWhileUnavailable(new Deadline(5_000), read)).rejects.toThrow('a mistake');
    expect(reads).toBe(1);
  });
});

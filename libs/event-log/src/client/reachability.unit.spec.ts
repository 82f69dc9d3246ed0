import { describe, expect, test } from '@jest/globals';
import { Deadline } from '#runtime/async';
import { EventStoreUnavailable } from '../faults.js';
import { Reachability, retryWhileUnavailable } from './reachability.js';

const counted = (answer: () => Promise<void>) => {
  const ask = { times: 0, answer };
  return {
    ask: () => {
      ask.times += 1;
      return ask.answer();
    },
    get times() {
      return ask.times;
    },
  };
};
const answers = () => Promise.resolve();
const isAway = () => Promise.reject(new Error('away'));

describe('whether the store can be reached', () => {
  test('is not asked while nothing speaks against it', async () => {
    const asked = counted(isAway);
    await new Reachability().proved(asked.ask);
    expect(asked.times).toBe(0);
  });

  test('is asked once for all who wait, and not again once it answered', async () => {
    const reachability = new Reachability();
    const asked = counted(answers);
    reachability.suspect();
    await Promise.all([1, 2, 3].map(() => reachability.proved(asked.ask)));
    await reachability.proved(asked.ask);
    expect(asked.times).toBe(1);
  });

  test('is asked again if a doubt came up while it was asked', async () => {
    const reachability = new Reachability();
    reachability.suspect();
    const asked = counted(() => {
      if (asked.times === 1) reachability.suspect();
      return Promise.resolve();
    });
    await reachability.proved(asked.ask);
    expect(reachability.isDoubtful).toBe(true);
    await reachability.proved(asked.ask);
    expect(reachability.isDoubtful).toBe(false);
    expect(asked.times).toBe(2);
  });

  test('is asked again until it answers', async () => {
    const reachability = new Reachability();
    reachability.suspect();
    await expect(reachability.proved(isAway)).rejects.toThrow('away');
    await expect(reachability.proved(isAway)).rejects.toThrow('away');
    await expect(reachability.proved(answers)).resolves.toBeUndefined();
  });
});

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

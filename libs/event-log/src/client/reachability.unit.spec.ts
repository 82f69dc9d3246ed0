import { describe, expect, test } from '@jest/globals';
import { Reachability } from './reachability.js';

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

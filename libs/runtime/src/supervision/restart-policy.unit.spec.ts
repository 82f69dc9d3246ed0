import { describe, expect, test } from '@jest/globals';
import { RestartPolicy } from './restart-policy.js';

describe('the restart policy', () => {
  test('restarts soon at first and waits longer with every further death, up to two seconds', () => {
    const policy = new RestartPolicy();
    const waits = [0, 1, 2, 3, 4, 5, 6].map((second) => policy.afterDeath(true, second * 1_000));
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  test('forgets deaths of more than half a minute ago', () => {
    const policy = new RestartPolicy();
    policy.afterDeath(true, 0);
    policy.afterDeath(true, 1_000);
    expect(policy.afterDeath(true, 31_001)).toBe(100);
  });

  test('gives a part up that does not get ready nine times in a row', () => {
    const policy = new RestartPolicy();
    const waits = Array.from({ length: 9 }, (_, nth) => policy.afterDeath(false, nth * 60_000));
    expect(waits.slice(0, 8)).not.toContain(undefined);
    expect(waits[8]).toBeUndefined();
  });

  test.each([0, 3_000])(
    'gives a part up at its 51st death, each %i ms after the restart that the policy asked for',
    (livedMs) => {
      const policy = new RestartPolicy();
      let now = 0;
      for (let death = 1; death <= 50; death += 1) {
        const wait = policy.afterDeath(true, now);
        expect(wait).toBeDefined();
        now += (wait ?? 0) + livedMs;
      }
      expect(policy.afterDeath(true, now)).toBeUndefined();
    },
  );

  test('never gives a part up that dies every fifteen seconds', () => {
    const policy = new RestartPolicy();
    const waits = Array.from({ length: 100 }, (_, nth) => policy.afterDeath(true, nth * 15_000));
    expect(waits).not.toContain(undefined);
  });
});

import { describe, expect, test } from '@jest/globals';
import { RestartPolicy, settledMs } from './restart-policy.js';

const life = { wasReady: true, livedMs: 1_000 };
const failedStart = { wasReady: false, livedMs: 1_000 };

describe('the restart policy', () => {
  test('restarts soon at first and waits longer with every further death in a row, up to two seconds', () => {
    const policy = new RestartPolicy();
    const waits = Array.from({ length: 7 }, () => policy.afterDeath(life));
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  test('begins anew after a life of half a minute', () => {
    const policy = new RestartPolicy();
    for (let death = 0; death < 10; death += 1) policy.afterDeath(life);
    expect(policy.isFailing).toBe(true);
    expect(policy.afterDeath({ wasReady: true, livedMs: settledMs })).toBe(100);
    expect(policy.isFailing).toBe(false);
  });

  test('a start that took half a minute and failed is no such life', () => {
    const policy = new RestartPolicy();
    policy.afterDeath(life);
    expect(policy.afterDeath({ wasReady: false, livedMs: settledMs })).toBe(200);
  });

  test.each([
    ['dies', life, 50],
    ['does not get ready', failedStart, 8],
  ])('never gives up a part that always %s, but takes ever less time for it', (_, run, quick) => {
    const policy = new RestartPolicy();
    for (let death = 1; death < quick; death += 1) policy.afterDeath(run);
    const waits = Array.from({ length: 7 }, () => policy.afterDeath(run));
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    for (let death = 1; death < 2_000; death += 1) policy.afterDeath(run);
    expect(policy.afterDeath(run)).toBe(30_000);
  });

  test('says from the fifth death in a row on that the part keeps dying', () => {
    const policy = new RestartPolicy();
    const failing = Array.from({ length: 5 }, () => {
      policy.afterDeath(life);
      return policy.isFailing;
    });
    expect(failing).toEqual([false, false, false, false, true]);
  });
});

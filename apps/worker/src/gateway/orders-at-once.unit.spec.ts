import { describe, expect, test } from '@jest/globals';
import { OrdersAtOnce } from './orders-at-once.js';

describe('the number of orders at the gateway at once', () => {
  test('is halved by each burst of refusals, and never below one', () => {
    let now = 0;
    const atOnce = new OrdersAtOnce(200, () => now);
    expect(atOnce.max).toBe(200);
    for (let refusals = 0; refusals < 50; refusals += 1) atOnce.refused();
    expect(atOnce.max).toBe(100);
    now = 1_000;
    atOnce.refused();
    expect(atOnce.max).toBe(52);
    for (let seconds = 2; seconds < 60; seconds += 1) {
      now = seconds * 1_000;
      atOnce.refused();
      expect(atOnce.max).toBeGreaterThanOrEqual(1);
    }
    expect(atOnce.max).toBeLessThan(10);
  });

  test('grows back to all of them, and no further', () => {
    let now = 5_000;
    const atOnce = new OrdersAtOnce(200, () => now);
    atOnce.refused();
    now += 10_000;
    expect(atOnce.max).toBe(150);
    now += 3_600_000;
    expect(atOnce.max).toBe(200);
  });
});

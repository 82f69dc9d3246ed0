import { describe, expect, test } from '@jest/globals';
import { durationOf } from './fault.js';
import { planRound } from './plan-round.js';
import type { RoundPlan } from './plan-round.js';

const plans = (seed: number): RoundPlan[] =>
  Array.from({ length: 200 }, (_, round) => planRound(seed, round));

describe('the schedule of a seed', () => {
  test('is always the same, and another seed has another', () => {
    expect(plans(7)).toEqual(plans(7));
    expect(plans(7)).not.toEqual(plans(8));
  });

  test('has every kind of fault, and each is over when its round is', () => {
    const faults = plans(7).flatMap(({ faults, lengthMs }) =>
      faults.map((planned) => ({ ...planned, lengthMs })),
    );
    expect(new Set(faults.map(({ fault }) => fault.kind)).size).toBe(12);
    for (const { atMs, fault, lengthMs } of faults) {
      expect(atMs + durationOf(fault)).toBeLessThan(lengthMs);
    }
  });

  test('leaves out what it is told to, and nothing else', () => {
    const whole = planRound(7, 1);
    const { kind } = whole.faults[0]!.fault;
    expect(planRound(7, 1, new Set([kind])).faults).toEqual(
      whole.faults.filter(({ fault }) => fault.kind !== kind),
    );
  });
});

import { createHash } from 'node:crypto';
import { SeededRandom as SeededNumbers } from '../../../apps/bench/src/scenarios/seeded-random.js';

/**
 * Random numbers from a seed, and a random choice from a list. A failed run prints its seed, and
 * with that seed it can be repeated.
 */
export class SeededRandom extends SeededNumbers {
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('Nothing to pick from.');
    return choice;
  }
}

/**
 * Returns a generator for one purpose, such as the faults of round 3. Each purpose has its own
 * generator, so a seed always gives the same faults, however many numbers the callers have drawn
 * for their requests.
 */
export const derivedRandom = (
  seed: number,
  ...purpose: readonly (string | number)[]
): SeededRandom => {
  const digest = createHash('sha256')
    .update([seed, ...purpose].join('/'))
    .digest();
  return new SeededRandom(digest.readInt32BE());
};

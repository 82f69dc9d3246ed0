import { createHash } from 'node:crypto';
import { SeededRandom as SeededNumbers } from '../../../apps/bench/src/scenarios/seeded-random.js';

/**
 * Random numbers from a seed, with a choice from a list. The printed seed of a failed run repeats
 * it.
 */
export class SeededRandom extends SeededNumbers {
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('Nothing to pick from.');
    return choice;
  }
}

/**
 * A generator for one purpose, such as the faults of round 3. Generators of other purposes do not
 * change its numbers: a seed gives the same faults however many requests the callers have drawn.
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

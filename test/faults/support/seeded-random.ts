import { createHash } from 'node:crypto';
import { SeededRandom as SeededNumbers } from '../../../apps/bench/src/scenarios/seeded-random.js';

/**
 * Random numbers from a seed. A failing test prints its seed, with which the run can be repeated.
 */
export class SeededRandom extends SeededNumbers {
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('Nothing to pick from.');
    return choice;
  }
}

/**
 * A separate random generator for one purpose, such as the faults of round 3. With one generator
 * for everything, the faults would depend on how many numbers were drawn for requests before.
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

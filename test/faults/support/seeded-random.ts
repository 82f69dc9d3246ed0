import { SeededRandom as SeededNumbers } from '../../../apps/bench/src/scenarios/seeded-random.js';

/**
 * The random generator of the bench with a choice from a list. A failing run can be repeated from
 * its printed seed.
 */
export class SeededRandom extends SeededNumbers {
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('Nothing to pick from.');
    return choice;
  }
}

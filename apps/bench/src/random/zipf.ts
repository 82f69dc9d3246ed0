import type { SeededRandom } from './seeded-random.js';

/**
 * Ranks from 0 to `size - 1`, of which rank r is drawn with a weight of 1 / (r + 1) ^ exponent: with exponent 1 and 10,000
 * ranks the first takes about a tenth of all.
 */
export class Zipf {
  readonly #cumulative: Float64Array;

  constructor(size: number, exponent: number) {
    this.#cumulative = new Float64Array(size);
    let sum = 0;
    for (let rank = 0; rank < size; rank += 1) {
      sum += 1 / (rank + 1) ** exponent;
      this.#cumulative[rank] = sum;
    }
  }

  draw(random: SeededRandom): number {
    const total = this.#cumulative.at(-1) ?? 0;
    const goal = random.next() * total;
    let [low, high] = [0, this.#cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#cumulative[middle] ?? 0) > goal) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

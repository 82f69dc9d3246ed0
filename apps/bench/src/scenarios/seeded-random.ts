/**
 * A random generator (mulberry32) whose sequence depends on the seed alone, so that two runs send
 * the same requests.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns a number from 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns a whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
}

/**
 * A Zipf distribution over ranks 0 to `size - 1`: rank r has the weight 1 / (r + 1) ^ exponent.
 * With exponent 1 and 10,000 ranks, rank 0 gets about a tenth of all draws.
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

/**
 * Draws `count` different numbers from 0 to `size - 1`. The numbers are shuffled only until the
 * first `count` of them are known.
 */
export const distinctBelow = (size: number, count: number, random: SeededRandom): Int32Array => {
  const numbers = Int32Array.from({ length: size }, (_, index) => index);
  for (let index = 0; index < count; index += 1) {
    const other = random.between(index, size - 1);
    const [here, there] = [numbers[index] ?? 0, numbers[other] ?? 0];
    numbers[index] = there;
    numbers[other] = here;
  }
  return numbers.slice(0, count);
};

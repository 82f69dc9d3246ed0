import type { SeededRandom } from '../random/seeded-random.js';

/** `count` different numbers below `size`: the first steps of a shuffle. */
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

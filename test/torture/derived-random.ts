import { createHash } from 'node:crypto';
import { SeededRandom } from '../faults/support/seeded-random.js';

/**
 * A generator for one purpose. Its numbers do not depend on how much another one has drawn, so that
 * the schedule of a seed stays the same however quickly the callers work.
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

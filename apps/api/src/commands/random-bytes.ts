import { randomFillSync } from 'node:crypto';

const bytesOfOne = 16;
const pool = new Uint8Array(256 * bytesOfOne);
let used = pool.length;

/** Sixteen random bytes, drawn many at a time: each draw asks the operating system, however little is wanted. */
export const randomBytesOfUuid = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesOfOne;
  return pool.subarray(used - bytesOfOne, used);
};

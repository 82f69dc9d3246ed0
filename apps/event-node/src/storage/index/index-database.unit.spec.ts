import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberKeys, placeKeys, type StreamPlace, streamKey } from './index-database.js';

const keyOf = <Key>(
  encoder: { writeKey(key: Key, target: Buffer, start: number): number },
  key: Key,
): Buffer => {
  const target = Buffer.alloc(32);
  return target.subarray(3, encoder.writeKey(key, target, 3));
};

describe('keys', () => {
  test('of numbers sort like the numbers and read back', () => {
    const numbers = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [first, second] = [keyOf(numberKeys, a), keyOf(numberKeys, b)];
        expect(first.compare(second)).toBe(Math.sign(a - b));
        expect(numberKeys.readKey(first, 0, 8)).toBe(a);
      }),
    );
  });

  test('of places sort by stream, then revision', () => {
    const part = fc.oneof(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.integer({ min: 0, max: 3 }));
    const places = fc.tuple(part, part);
    const order = (a: StreamPlace, b: StreamPlace) => Math.sign(a[0] - b[0] || a[1] - b[1]);
    fc.assert(
      fc.property(places, places, (a, b) => {
        const key = keyOf(placeKeys, a);
        expect(key.compare(keyOf(placeKeys, b))).toBe(order(a, b));
        expect(placeKeys.readKey(key, 0, 12)).toEqual(a);
      }),
    );
  });

  test('of streams stay within what LMDB takes, and apart', () => {
    const long = 'ä'.repeat(5_000);
    const names = ['a', 'ä', long, `${long}b`, streamKey(long).toString('latin1')];
    const keys = names.map((name) => streamKey(name).toString('hex'));
    expect(new Set(keys).size).toBe(names.length);
    expect(Math.max(...keys.map((key) => key.length / 2))).toBeLessThanOrEqual(1_901);
  });
});

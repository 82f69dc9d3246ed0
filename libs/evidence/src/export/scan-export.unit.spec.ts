import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Segment } from './manifest.js';
import { stretchesOf } from './scan-export.js';

const segmentsOf = (sizes: readonly number[]): Segment[] =>
  sizes.map((bytes) => ({
    ...{ file: '', events: 1, bytes, firstPosition: '0', lastPosition: '0', sha256: '' },
  }));

const divided = (sizes: readonly number[], most: number) =>
  stretchesOf(segmentsOf(sizes), most, 10).map(({ from, to }) => sizes.slice(from, to));

test('stretches are about as long as each other', () => {
  expect(divided([64, 64, 64, 64, 64, 3], 2)).toEqual([
    [64, 64, 64],
    [64, 64, 3],
  ]);
  expect(divided([9, 9, 9, 9], 3)).toEqual([[9], [9, 9], [9]]);
});

test('what is short, or one segment, is not divided', () => {
  expect(divided([9, 9], 2)).toEqual([[9, 9]]);
  expect(divided([900], 2)).toEqual([[900]]);
  expect(divided([], 2)).toEqual([]);
});

test('every segment is in one of them, whatever a manifest says', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger()), fc.integer({ min: 1, max: 8 }), (sizes, most) => {
      const stretches = divided(sizes, most);
      expect(stretches.flat()).toEqual(sizes);
      expect(stretches.length).toBeLessThanOrEqual(most);
    }),
  );
});

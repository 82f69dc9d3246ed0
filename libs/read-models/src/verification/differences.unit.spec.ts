import { describe, expect, test } from '@jest/globals';
import { differences } from './differences.js';

describe('differences', () => {
  test('finds none between equal values, whatever the order of their properties', () => {
    expect(differences({ a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] })).toEqual(
      [],
    );
  });

  test('takes an absent property for an undefined one', () => {
    expect(differences({ a: 1, b: undefined }, { a: 1 })).toEqual([]);
  });

  test('points to every value that differs', () => {
    const found = { rows: [{ quantity: 1 }, { quantity: 2 }], 'a/b': 1 };
    const expected = { rows: [{ quantity: 1 }, { quantity: 3 }], 'a/b': 2 };

    expect(differences(found, expected)).toEqual([
      { pointer: '/rows/1/quantity', found: 2, expected: 3 },
      { pointer: '/a~1b', found: 1, expected: 2 },
    ]);
  });

  test('points to what only one of the two has', () => {
    expect(differences([1], [1, 2])).toEqual([{ pointer: '/1', found: undefined, expected: 2 }]);
    expect(differences({ a: 1 }, {})).toEqual([{ pointer: '/a', found: 1, expected: undefined }]);
  });

  test('tells kinds of values apart', () => {
    expect(differences(1, '1')).toHaveLength(1);
    expect(differences(null, {})).toHaveLength(1);
    expect(differences([], {})).toHaveLength(1);
  });
});

import { expect, test } from '@jest/globals';
import { canonicalJson } from './canonical-json.js';

test('equal values give equal text, as RFC 8785 writes it', () => {
  const value = { z: [1, 0.1, 1e21], a: { ö: 'å"\u2028', b: null }, none: undefined };
  expect(canonicalJson(value)).toBe('{"a":{"b":null,"ö":"å\\"\u2028"},"z":[1,0.1,1e+21]}');
});

test.each([undefined, NaN, Infinity])('%p is refused', (value) => {
  expect(() => canonicalJson(value)).toThrow();
});

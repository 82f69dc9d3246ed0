import { expect, test } from '@jest/globals';
import imported from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

// The types of `canonicalize` say that the function is a member `default`, but at run time the
// import is the function itself.
const canonicalize = imported as unknown as (value: unknown) => string | undefined;

test('equal values give equal text, as RFC 8785 writes it', () => {
  const value = { z: [1, 0.1, 1e21, -0], a: { ö: 'å"\u2028', b: null }, none: undefined };
  expect(canonicalJson(value)).toBe('{"a":{"b":null,"ö":"å\\"\u2028"},"z":[1,0.1,1e+21,0]}');
});

test('any value is written as another implementation writes it', () => {
  const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 });
  const object = fc.dictionary(fc.string({ unit: 'binary' }), value, { maxKeys: 20 });
  fc.assert(
    fc.property(fc.oneof(value, object), (given) => {
      expect(canonicalJson(given)).toBe(canonicalize(given));
    }),
    { numRuns: 500 },
  );
});

test('what is not there is left out, but keeps its place in a list', () => {
  expect(canonicalJson({ a: undefined, b: [undefined, {}], c: [] })).toBe('{"b":[null,{}],"c":[]}');
});

test.each([undefined, NaN, Infinity, 1n, () => 1, { a: Symbol('a') }])('%p is refused', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

import { expect, test } from '@jest/globals';
import { isObject, without } from './objects.js';

test.each([{}, { a: 1 }])('%j is an object', (value) => {
  expect(isObject(value)).toBe(true);
});

test.each([null, undefined, [], 'text', 1, true, Buffer.from('a'), () => 1])(
  '%p is none',
  (value) => {
    expect(isObject(value)).toBe(false);
  },
);

test('an object without some members is a copy that keeps the others', () => {
  const object = { a: 1, b: 2, c: undefined };
  expect(without(object, 'b')).toStrictEqual({ a: 1, c: undefined });
  expect(without(object, 'a', 'c')).toStrictEqual({ b: 2 });
  expect(object).toStrictEqual({ a: 1, b: 2, c: undefined });
});

import { expect, test } from '@jest/globals';
import { orderOf, register, shoes, tShirts } from '../testing/index.js';
import type { Attributes } from './row.js';
import { weightOfBalance } from './order.js';

/** An object whose JSON has this number of characters. */
const attributes = (characters: number): Attributes => ({
  a: 'x'.repeat(characters - '{"a":""}'.length),
});

test.each([
  ['itself and its rows', {}, 3],
  ['its attributes', { attributes: attributes(4_000) }, 103],
  ['those of its rows', { rows: [shoes, { ...tShirts, attributes: attributes(400) }] }, 13],
])('a balance weighs as much as %s', (_what, content, weight) => {
  const { balance } = orderOf([register(content)]);
  expect(weightOfBalance(balance)).toBe(weight);
  expect(weightOfBalance({ ...balance })).toBe(weight);
});

import { expect, test } from '@jest/globals';
import { isSameSecret } from './secrets.js';

test.each([
  ['key', 'key', true],
  ['key', Buffer.from('key'), true],
  ['', '', true],
  ['key', 'kez', false],
  ['key', 'key ', false],
  ['key', '', false],
])('%j and %j: the same is %s', (one, other, same) => {
  expect(isSameSecret(one, other)).toBe(same);
});

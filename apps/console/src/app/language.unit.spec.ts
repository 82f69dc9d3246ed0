import { expect, test } from '@jest/globals';
import { isKnownLanguage } from './language.js';

test.each([
  ['en-GB', true],
  ['sv', true],
  ['en-US@posix', false],
  ['C', false],
  ['', false],
])('the language %s is known: %s', (tag, known) => {
  expect(isKnownLanguage(tag)).toBe(known);
});

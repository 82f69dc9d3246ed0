import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

// With the number 1, a text such as `{seals} seals` would read "1 seals".
test('a page writes a number and its noun with `counted`', () => {
  const sources = join(import.meta.dirname, '..');
  const alwaysPlural = readdirSync(sources, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.tsx'))
    .filter((file) =>
      /\}\s(?:events|findings|orders|seals)\b(?!=)/.test(readFileSync(join(sources, file), 'utf8')),
    );
  expect(alwaysPlural).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { meantAmounts } from './meant-amounts.js';

const decimals = new Map([
  ['SEK', 2],
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
]);
const decimalsOf = (currency: string) => decimals.get(currency);
const all = ['SEK', 'JPY', 'EUR', 'KWD'];

describe('the amounts that a text can mean', () => {
  test.each([
    ['346.00', { 2: 34_600, 3: 346_000 }],
    ['346', { 0: 346, 2: 34_600, 3: 346_000 }],
    ['346.005', { 0: 346_005, 2: 34_600_500, 3: 346_005 }],
    ['346 JPY', { 0: 346 }],
    ['jpy346', { 0: 346 }],
    ['346.50 JPY', {}],
    ['346,5 kwd', { 3: 346_500 }],
    ['K-100', {}],
    ['', {}],
  ])('of %j', (text, minors) => {
    const found = meantAmounts(text, all, decimalsOf);
    const shown = Object.fromEntries(found.map((one) => [one.decimals, one.minor]));
    expect(shown).toEqual(minors);
  });

  test('stand together where the decimals are the same, in the order of the currencies', () => {
    const found = meantAmounts('1', all, decimalsOf);
    expect(found.map(({ currencies }) => currencies)).toEqual([['SEK', 'EUR'], ['JPY'], ['KWD']]);
  });

  test('are none before the decimals are known', () => {
    expect(meantAmounts('346.00', all, () => undefined)).toEqual([]);
  });
});

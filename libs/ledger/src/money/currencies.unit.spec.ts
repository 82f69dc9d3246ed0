import { describe, expect, test } from '@jest/globals';
import { currencies, currencyDecimals } from './currencies.js';

describe('currencies', () => {
  test.each([
    ['SEK', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['CLF', 4],
    // The runtime's Intl would say 0.
    ['HUF', 2],
  ])('%s has %i decimals', (code, decimals) => {
    expect(currencyDecimals(code)).toBe(decimals);
  });

  test.each(['XXX', 'sek', '', 'BGN', 'toString'])('%j is none', (code) => {
    expect(currencies.has(code)).toBe(false);
    expect(() => currencyDecimals(code)).toThrow(RangeError);
  });

  test('every code is three capital letters', () => {
    expect([...currencies.keys()].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });
});

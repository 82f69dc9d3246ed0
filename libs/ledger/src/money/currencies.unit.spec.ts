import { describe, expect, test } from '@jest/globals';
import { currencies, currenciesWith, currencyDecimals } from './amount.js';

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

  test('are found by their decimals, each by its own', () => {
    expect(currenciesWith(0)).toContain('JPY');
    expect(currenciesWith(5)).toEqual([]);
    const found = [0, 2, 3, 4].flatMap((decimals) => [...currenciesWith(decimals)]);
    expect(found.toSorted()).toEqual([...currencies.keys()].toSorted());
  });

  test('every code is three capital letters', () => {
    expect([...currencies.keys()].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { major } from '../testing/index.js';
import { currencies, formatMinor, majorUnits, minorUnits } from './amount.js';
describe('formatMinor', () => {
  test.each([
    [28_500, 'SEK', '285.00'],
    [5, 'SEK', '0.05'],
    [-5, 'SEK', '-0.05'],
    [0, 'EUR', '0.00'],
    [285, 'JPY', '285'],
    [1_234, 'KWD', '1.234'],
    [999_999_999_999, 'SEK', '9999999999.99'],
  ])('%d %s is %s', (amount, currency, text) => {
    expect(formatMinor(amount, currency)).toBe(text);
  });

  test('is read back as the same amount', () => {
    const amounts = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...currencies), (amount, [currency, decimals]) => {
        expect(minorUnits(major(formatMinor(amount, currency)), decimals)).toBe(amount);
      }),
    );
  });
});

describe('majorUnits', () => {
  test.each([
    [28_500, '285'],
    [30, '0.3'],
    [-105, '-1.05'],
    [999_999_999_999, '9999999999.99'],
  ])('%d öre print as %s', (amount, json) => {
    expect(JSON.stringify(majorUnits(amount, 'SEK'))).toBe(json);
  });

  test('prints every amount exactly', () => {
    const amounts = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(minorUnits(major(JSON.stringify(majorUnits(amount, 'SEK'))), 2)).toBe(amount);
      }),
    );
  });
});

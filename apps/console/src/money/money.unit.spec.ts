import { describe, expect, test } from '@jest/globals';
import {
  amountText,
  decimalText,
  moneyText,
  typedAmount,
  soughtAmount,
  wholeText,
} from './money.js';

describe('an amount in minor units', () => {
  test.each([
    [28_500, 2, '285.00'],
    [5, 2, '0.05'],
    [0, 2, '0.00'],
    [-9_505, 2, '-95.05'],
    [285, 0, '285'],
    [1, 3, '0.001'],
    [999_999_999_999, 2, '9999999999.99'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('%d with %d decimals is %s', (minor, decimals, text) => {
    expect(decimalText(minor, decimals)).toBe(text);
  });

  test.each([0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])('is never %d', (wrong) => {
    expect(() => decimalText(wrong, 2)).toThrow(RangeError);
  });

  test('is written exactly, with groups, beside its currency', () => {
    expect(amountText(Number.MAX_SAFE_INTEGER, 2)).toBe('90,071,992,547,409.91');
    expect(moneyText(-2_850_000, 'SEK', 2)).toBe('-28,500.00\u00a0SEK');
  });
});

describe('a typed amount', () => {
  test.each([
    ['285', 2, 28_500],
    ['285.5', 2, 28_550],
    ['285,50', 2, 28_550],
    [' 28 500.00 ', 2, 2_850_000],
    ['28\u00a0500', 2, 2_850_000],
    ['0.05', 2, 5],
    ['007', 0, 7],
    ['1,234', 3, 1_234],
    ['9999999999.99', 2, 999_999_999_999],
    ['12.', 2, 1_200],
  ])('%j with %d decimals is %d', (text, decimals, minor) => {
    expect(typedAmount(text, decimals)).toBe(minor);
  });

  test.each([
    ['1,234', 2],
    ['1.234', 2],
    ['1,234.50', 2],
    ['-5', 2],
    ['', 2],
    ['1e3', 2],
    ['.5', 2],
    ['10.5', 0],
    ['99999999999.00', 2],
  ])('%j with %d decimals is refused', (text, decimals) => {
    expect(typedAmount(text, decimals)).toBeUndefined();
  });
});

describe('an amount that is looked for', () => {
  test.each([
    ['1,234.50', 2, 123_450],
    ['1.234,50', 2, 123_450],
    ["1'234.50", 2, 123_450],
    ['1 234,50 SEK', 2, 123_450],
    ['SEK 95', 2, 9_500],
    ['1,234', 2, 123_400],
    ['12.345.678,9', 2, 1_234_567_890],
    ['1,234', 0, 1_234],
    ['285,5', 2, 28_550],
  ])('%j with %d decimals is %d', (text, decimals, minor) => {
    expect(soughtAmount(text, decimals)).toBe(minor);
  });

  test.each(['12,34.50', '1.234.50', '1,234,50', 'K-100', '1,2345.00', ''])(
    '%j is none',
    (text) => {
      expect(soughtAmount(text, 2)).toBeUndefined();
    },
  );
});

test('the axis of a plot has decimals only where they are not 0', () => {
  expect([wholeText(2_850_000, 2), wholeText(50, 2), wholeText(1_000, 0)]).toEqual([
    amountText(28_500, 0),
    amountText(50, 2),
    amountText(1_000, 0),
  ]);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTimeMs, major, minor } from '../testing/index.js';
import { hasTooManyDecimals, isNegative, minorUnits, parseDecimal } from './amount.js';

describe('parseDecimal', () => {
  test.each([
    ['285', { negative: false, coefficient: '285', exponent: 0 }],
    ['285.0', { negative: false, coefficient: '285', exponent: 0 }],
    ['285.00', { negative: false, coefficient: '285', exponent: 0 }],
    ['2.85e2', { negative: false, coefficient: '285', exponent: 0 }],
    ['2.85E+2', { negative: false, coefficient: '285', exponent: 0 }],
    ['00285', { negative: false, coefficient: '285', exponent: 0 }],
    ['2850', { negative: false, coefficient: '285', exponent: 1 }],
    ['-0.05', { negative: true, coefficient: '5', exponent: -2 }],
    ['0.30000000000000004', { negative: false, coefficient: '30000000000000004', exponent: -17 }],
    ['1e308', { negative: false, coefficient: '1', exponent: 308 }],
    ['1e-400', { negative: false, coefficient: '1', exponent: -400 }],
    ['0', { negative: false, coefficient: '0', exponent: 0 }],
    ['-0.00', { negative: false, coefficient: '0', exponent: 0 }],
    ['0e999', { negative: false, coefficient: '0', exponent: 0 }],
  ])('reads %s exactly', (text, decimal) => {
    expect(parseDecimal(text)).toEqual(decimal);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '1.',
    '1,5',
    '1e',
    '0x10',
    'NaN',
    'Infinity',
    '1_000',
    '١',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test('an exponent that no safe integer holds stays on its side of every limit', () => {
    expect(parseDecimal('1e99999999999999999999')?.exponent).toBe(1_000_000_000);
    expect(parseDecimal(`1e-${'9'.repeat(400)}`)?.exponent).toBe(-1_000_000_000);
  });

  test('a megabyte of zeros is read in linear time', () => {
    const zeros = '0'.repeat(1_000_000);
    const spentMs = cpuTimeMs(() => {
      expect(parseDecimal(`1${zeros}1`)?.coefficient).toHaveLength(1_000_002);
      expect(parseDecimal(`${zeros}.${zeros}1`)?.exponent).toBe(-1_000_001);
    });
    expect(spentMs).toBeLessThan(10_000);
  });

  test('every double is read as what it prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { negative, coefficient, exponent } = parseDecimal(String(value)) ?? {};
        const again = Number(`${negative === true ? '-' : ''}${coefficient}e${exponent}`);
        expect(again === value).toBe(true);
      }),
    );
  });
});

const inYen = 0;
const inKronor = 2;
const inDinars = 3;

describe('hasTooManyDecimals', () => {
  test.each([
    ['285', inKronor],
    ['285.00', inKronor],
    ['285.000', inKronor],
    ['285.01', inKronor],
    ['1e308', inKronor],
    ['285', inYen],
    ['285.00', inYen],
    ['1.25', inDinars],
  ])('%s fits a currency with %i decimals', (text, decimals) => {
    expect(hasTooManyDecimals(major(text), decimals)).toBe(false);
  });

  test.each([
    ['285.001', inKronor],
    ['1e-400', inKronor],
    ['285.5', inYen],
    ['1.234', inDinars],
  ])('%s does not fit a currency with %i decimals', (text, decimals) => {
    expect(hasTooManyDecimals(major(text), decimals)).toBe(true);
  });

  test('minor units fit if they are whole', () => {
    expect(hasTooManyDecimals(minor(1234), inDinars)).toBe(false);
    expect(hasTooManyDecimals(minor(1e300), inKronor)).toBe(false);
    expect(hasTooManyDecimals(minor(0.5), inKronor)).toBe(true);
  });
});

describe('minorUnits', () => {
  test.each([
    ['285', inKronor, 28_500],
    ['285.01', inKronor, 28_501],
    ['-95', inKronor, -9_500],
    ['0.29', inKronor, 29],
    ['1.1', inKronor, 110],
    ['285', inYen, 285],
    ['1.25', inDinars, 1_250],
    ['0', inKronor, 0],
    ['9999999999.99', inKronor, 999_999_999_999],
    ['10000000000', inKronor, Infinity],
    ['-10000000000', inKronor, -Infinity],
    ['1e308', inKronor, Infinity],
    ['1e999999999', inKronor, Infinity],
  ])('%s in a currency with %i decimals is %d', (text, decimals, expected) => {
    expect(minorUnits(major(text), decimals)).toBe(expected);
  });

  test('beyond 12 digits minor units are infinite as well', () => {
    expect(minorUnits(minor(999_999_999_999), inKronor)).toBe(999_999_999_999);
    expect(minorUnits(minor(1_000_000_000_000), inKronor)).toBe(Infinity);
    expect(minorUnits(minor(-1e300), inKronor)).toBe(-Infinity);
    expect(minorUnits(minor(Infinity), inKronor)).toBe(Infinity);
  });

  test('both units of one amount agree', () => {
    const amounts = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
        expect(minorUnits(major(`${value}e-${decimals}`), decimals)).toBe(value);
      }),
    );
  });
});

test('isNegative looks at the sign, not at the size', () => {
  expect([major('-0.001'), minor(-1)].every(isNegative)).toBe(true);
  expect([major('-0'), major('1e-400'), minor(0)].some(isNegative)).toBe(false);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTimeMs } from '../testing/index.js';
import { parseDecimal } from './parse-decimal.js';

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

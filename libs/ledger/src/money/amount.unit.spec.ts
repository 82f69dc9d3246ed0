import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTimeMs, major, minor } from '../testing/index.js';
import {
  currencies,
  currenciesWith,
  currencyDecimals,
  divideAmount,
  formatMinor,
  hasTooManyDecimals,
  isNegative,
  majorUnits,
  minorUnits,
  parseDecimal,
} from './amount.js';

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

describe('An amount that is divided', () => {
  test.each<readonly [string, { amount: number; weights: number[] }, number[]]>([
    ['evenly', { amount: 100, weights: [50, 50] }, [50, 50]],
    ['a tie to the first', { amount: 1, weights: [50, 50] }, [1, 0]],
    ['the rest to the largest remainder', { amount: 100, weights: [1, 2, 4] }, [14, 29, 57]],
    [
      'two left over, in the order of their remainders',
      { amount: 10, weights: [2, 3, 6] },
      [2, 3, 5],
    ],
    ['nothing to a weight of 0', { amount: 10, weights: [0, 7] }, [0, 10]],
    ['a negative part to a negative weight', { amount: 45, weights: [100, -10] }, [50, -5]],
    ['a negative part rounded like the others', { amount: 1, weights: [100, -10] }, [1, 0]],
    ['all', { amount: 90, weights: [100, -10] }, [100, -10]],
    ['nothing', { amount: 0, weights: [3, 4] }, [0, 0]],
    [
      'the largest amounts',
      { amount: 999_999_999_998, weights: [999_999_999_999, 1] },
      [999_999_999_997, 1],
    ],
  ])('gives %s', (_what, { amount, weights }, parts) => {
    expect(divideAmount(amount, weights)).toEqual(parts);
  });

  test('needs weights that come to something', () => {
    expect(() => divideAmount(1, [1, -1])).toThrow(RangeError);
    expect(() => divideAmount(1, [])).toThrow(RangeError);
  });

  test('is the sum of its parts, each within 1 of its exact share', () => {
    const weight = fc.integer({ min: -1_000_000, max: 10_000_000_000 });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1 }), fc.nat(), (weights, some) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        fc.pre(total > 0);
        const amount = some % (total + 1);
        const parts = divideAmount(amount, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(total) - BigInt(amount) * BigInt(weights[index]!);
          expect(off < BigInt(total) && off > -BigInt(total)).toBe(true);
        }
      }),
    );
  });
});

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

describe('currencies', () => {
  test.each([
    ['SEK', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['CLF', 4],
    // ISO 4217 gives the Hungarian forint 2 decimals, while `Intl` of Node.js gives it 0.
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

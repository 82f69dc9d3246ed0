import { describe, expect, test } from '@jest/globals';
import { parseDecimal } from '#ledger';
import { JsonNumber } from '../../http/json/json-value.js';
import { walleyDecimal } from './walley-decimal.js';

const number = (text: string) => walleyDecimal(new JsonNumber(text));

describe('walleyDecimal', () => {
  test.each([
    ['285', '285'],
    ['285.0', '285'],
    ['285.000', '285'],
    ['2.85e2', '285'],
    ['1e2', '100'],
    ['-0.0', '0'],
    ['285.001', '285.001'],
    ['0.1234567891', '0.1234567891'],
    ['1e308', '1e308'],
    ['1e-400', '1e-400'],
    ['1.23456789012e-400', '1.23456789012e-400'],
    ['9.99999999999999e-21', '9.99999999999999e-21'],
    ['-1.23456789012e-300', '-1.23456789012e-300'],
  ])('reads the number %s exactly as %s', (text, exact) => {
    expect(number(text)).toEqual(parseDecimal(exact));
  });

  test.each([
    ['0.30000000000000004', '0.3'],
    ['285.00000000000006', '285'],
    ['284.99999999999994', '285'],
    ['99.99999999999999', '100'],
    ['0.99999999999999', '1'],
    ['-0.30000000000000004', '-0.3'],
    ['1138.4999999999998', '1138.5'],
    ['19.989999999999998', '19.99'],
    ['5.551115123125783e-17', '0'],
    ['1.23456789012e-20', '0'],
    ['0.010000000000000009', '0.01'],
    ['0.00999999999999801', '0.01'],
  ])('takes the floating-point noise off %s, which is %s', (text, exact) => {
    expect(number(text)).toEqual(parseDecimal(exact));
  });

  test.each(['285.0010000000001', '0.3330000000000004', '285.00000123456789', '285.0099800000001'])(
    'leaves %s, which is no two-decimal value, as it is',
    (text) => {
      expect(number(text)).toEqual(parseDecimal(text));
    },
  );

  test.each(['0.30000000000000004', '284.99999999999994'])(
    'takes no noise off the string %j',
    (text) => {
      expect(walleyDecimal(text)).toEqual(parseDecimal(text));
    },
  );

  test('reads a number of a hundred thousand digits at once', () => {
    const digits = '9'.repeat(100_000);
    expect(number(`${digits}.${digits}`)).toEqual(parseDecimal(`${digits}.${digits}`));
  });
});

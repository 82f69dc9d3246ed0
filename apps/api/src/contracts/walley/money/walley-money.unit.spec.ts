import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDecimal } from '#ledger';
import { readDto } from '../../../contract-kit/body/read-dto.js';
import { JsonNumber, readJson } from '../../../contract-kit/body/read-json.js';
import { walleyBodyRules } from '../walley-request.js';
import { ItemDto, MoneyDto, requestedMoney } from './money.dto.js';
import { walleyDecimal, walleyNumber } from './walley-money.js';

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
    ['-1.23456789012e-300', '-1.23456789012e-300'],
    ['0.30000000000004', '0.30000000000004'],
    ['0.99999999999999', '0.99999999999999'],
    ['285.00000000001000000', '285.00000000001'],
    ['123456789012345', '123456789012345'],
  ])('reads the number %s exactly as %s', (text, exact) => {
    expect(number(text)).toEqual(parseDecimal(exact));
  });

  test.each([
    ['0.30000000000000004', '0.3'],
    ['285.00000000000006', '285'],
    ['284.99999999999994', '285'],
    ['99.99999999999999', '100'],
    ['0.999999999999999', '1'],
    ['600000.2999999999', '600000.3'],
    ['1234567.8899999999', '1234567.89'],
    ['9999999999.9899998', '9999999999.99'],
    ['9999999999.99000001', '9999999999.99'],
    ['123456789.000001', '123456789'],
    ['123456788.999999', '123456789'],
    ['6.000002999999999e5', '600000.3'],
    ['-0.30000000000000004', '-0.3'],
    ['1138.4999999999998', '1138.5'],
    ['19.989999999999998', '19.99'],
    ['5.551115123125783e-17', '0'],
    ['9.99999999999999e-21', '0'],
    ['-1.23456789012345e-400', '0'],
    ['0.010000000000000009', '0.01'],
    ['0.00999999999999801', '0.01'],
  ])('takes the floating-point noise off %s, which is %s', (text, exact) => {
    expect(number(text)).toEqual(parseDecimal(exact));
  });

  test.each([
    ...['285.0010000000001', '0.3330000000000004', '285.00000123456789', '285.0099800000001'],
    ...['123456789.000002', '123456788.9999979', '123456789012.345', '600000.2999989999'],
  ])('leaves %s, which is no two-decimal value, as it is', (text) => {
    expect(number(text)).toEqual(parseDecimal(text));
  });

  test('takes a sum of two amounts for their exact sum, as long as a double can tell', () => {
    const cents = fc.integer({ min: -100_000_000_000, max: 100_000_000_000 });
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const sum = JSON.stringify(one / 100 + other / 100);
        expect(number(sum)).toEqual(parseDecimal(`${one + other}e-2`));
      }),
    );
  });

  test('takes a noise of at most 1e-6 off a long number, and no more', () => {
    const cents = fc.bigInt({ min: 10n ** 8n, max: 10n ** 12n });
    const noise = fc.bigInt({ min: -20_000_000_000n, max: 20_000_000_000n });
    fc.assert(
      fc.property(cents, noise, (amount, off) => {
        const exact = amount * 10n ** 14n + off;
        const text = `${String(exact).slice(0, -16)}.${String(exact).slice(-16)}`;
        const isNoise = off >= -(10n ** 10n) && off <= 10n ** 10n;
        fc.pre(isNoise || String(exact).replace(/0+$/, '').length >= 15);
        expect(number(text)).toEqual(parseDecimal(isNoise ? `${amount}e-2` : text));
      }),
    );
  });

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

const quantityOf = (text: string): number => {
  const item = readJson(Buffer.from(`{"unitPrice": 95, "quantity": ${text}}`));
  return walleyNumber(readDto(ItemDto, item, walleyBodyRules).quantity);
};

describe('a quantity', () => {
  test.each([
    ['1', 1],
    ['2.0', 2],
    ['1.000000000000000', 1],
    ['1e2', 100],
    ['"3"', 3],
    ['1000000000', 1_000_000_000],
    ['"1000000000.00"', 1_000_000_000],
  ])('can be %s', (text, quantity) => {
    expect(quantityOf(text)).toBe(quantity);
  });

  test.each([
    '0',
    '-1',
    '1.5',
    '"1.5"',
    '0.99999999999999',
    '1.0000000000000002',
    '1000000001',
    '1e9999999',
    '1e-400',
  ])('cannot be %s', (text) => {
    expect(() => quantityOf(text)).toThrow(/quantity/);
  });
});

const typesIn = (type: string): unknown => {
  const json = `{"amount": 1, "items": [{"unitPrice": 1, "quantity": 1, "Type": ${type}}]}`;
  const money = readDto(MoneyDto, readJson(Buffer.from(json)), walleyBodyRules);
  return requestedMoney(money).items.map((item) => item.type);
};

test.each([
  ['"Discount"', ['discount']],
  ['"ADJUSTMENT"', ['adjustment']],
  ['"fee"', ['fee']],
  ['null', [undefined]],
])('the type %s of an item is read without regard to case', (type, types) => {
  expect(typesIn(type)).toEqual(types);
});

test.each(['"goods"', '""', '1'])('%s is no type of an item', (type) => {
  expect(() => typesIn(type)).toThrow('must be one of purchase, shipping, fee');
});

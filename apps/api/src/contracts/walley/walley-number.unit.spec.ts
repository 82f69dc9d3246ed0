import { describe, expect, test } from '@jest/globals';
import { readJson } from '../../contract-kit/body/read-json.js';
import { readDto } from '../../contract-kit/body/read-dto.js';
import { ItemDto } from './money/item.dto.js';
import { walleyNumber } from './walley-number.js';
import { walleyBodyRules } from './walley-body-rules.js';

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

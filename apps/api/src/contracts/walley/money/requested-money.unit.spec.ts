import { expect, test } from '@jest/globals';
import { readJson } from '../../../contract-kit/body/read-json.js';
import { readDto } from '../../../contract-kit/body/read-dto.js';
import { walleyBodyRules } from '../walley-body-rules.js';
import { MoneyDto } from './money.dto.js';
import { requestedMoney } from './requested-money.js';

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

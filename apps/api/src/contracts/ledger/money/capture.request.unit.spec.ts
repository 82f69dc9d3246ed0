import { describe, expect, test } from '@jest/globals';
import { readBody, violationsOf } from '../testing/read-body.js';
import {
  captureContent,
  captureExamples,
  CaptureRequest,
  OrderCaptureRequest,
} from './capture.request.js';

const requested = (body: object) => captureContent(readBody(CaptureRequest, JSON.stringify(body)));
const minor = (value: number) => ({ unit: 'minor', value });

describe('the body of a capture', () => {
  test.each(Object.entries(captureExamples))('is fine as the example %s', (_, { value }) => {
    expect(violationsOf(OrderCaptureRequest, JSON.stringify(value))).toEqual([]);
  });

  test.each([
    ['{}', '/amount'],
    ['{"amount": null}', '/amount'],
    ['{"amount": 95.0}', '/amount'],
    ['{"amount": 9.5e3}', '/amount'],
    ['{"amount": "9500"}', '/amount'],
    ['{"amount": "Remaining"}', '/amount'],
    ['{"amount": 1, "items": [{"rowId": "r1"}]}', '/items/0/quantity'],
    ['{"amount": 1, "items": [{"rowId": "", "quantity": 1}]}', '/items/0/rowId'],
    ['{"amount": 1, "items": [{"rowId": null, "quantity": 1}]}', '/items/0/unitPrice'],
    [
      '{"amount": 1, "items": [{"rowId": "r1", "quantity": 1, "unitPrice": "x"}]}',
      '/items/0/unitPrice',
    ],
    ['{"amount": 95.01}', '/amount'],
    ['{"amount": 1, "Amount": 1}', '/Amount'],
    ['{"amount": 1, "currency": "kr"}', '/currency'],
    ['{"amount": 1, "items": {}}', '/items'],
    ['{"amount": 1, "items": [1]}', '/items/0'],
    ['{"amount": 1, "items": [{"unitPrice": 1, "quantity": 1.5}]}', '/items/0/quantity'],
    ['{"amount": 1, "items": [{"quantity": 1}]}', '/items/0/unitPrice'],
    ['{"amount": 1, "items": [{"unitPrice": 1, "quantity": 1, "id": 1}]}', '/items/0/id'],
    ['{"amount": 1, "replaceItems": "true"}', '/replaceItems'],
    ['{"amount": 1, "description": 1}', '/description'],
    ['{"amount": 1, "reference": ""}', '/reference'],
    [`{"amount": 1, "reference": "${'r'.repeat(129)}"}`, '/reference'],
    ['{"amount": 1, "final": 1}', '/final'],
    ['{"amount": 1, "force": true}', '/force'],
    ['{"amount": 1, "amount": 1}', '/'],
    ['{"amount": 1', '/'],
    ['[]', '/'],
    ['', '/'],
    ['1', '/'],
  ])('%s is refused at %s', (body, pointer) => {
    expect(violationsOf(CaptureRequest, body)).toEqual([pointer]);
  });

  test('needs items to replace the order’s', () => {
    expect(() => requested({ amount: 1, replaceItems: true, items: [] })).toThrow('items');
  });

  test.each([
    ['12 digits', '999999999999', 999_999_999_999],
    ['13 digits', '1000000000000', 1_000_000_000_000],
    ['more than a double', '9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['less than a double', `-${'9'.repeat(400)}`, Number.MIN_SAFE_INTEGER],
  ])('leaves an amount of %s to the rules', (_, digits, value) => {
    const capture = captureContent(readBody(CaptureRequest, `{"amount": ${digits}}`));
    expect(capture.amount).toEqual(minor(value));
  });

  test('takes no item with a description that is longer than that of a row may be', () => {
    const body = (length: number) => ({
      amount: 1,
      items: [{ description: 'å'.repeat(length), unitPrice: 1, quantity: 1 }],
    });
    expect(violationsOf(CaptureRequest, JSON.stringify(body(257)))).toEqual([
      '/items/0/description',
    ]);
    expect(requested(body(256)).items[0]).toMatchObject({ description: 'å'.repeat(256) });
    expect(requested(body(0)).items[0]).toMatchObject({ description: '' });
  });

  test('leaves the length of the description to the rules', () => {
    expect(requested({ amount: 1, description: 'd'.repeat(1_000) }).description).toHaveLength(
      1_000,
    );
  });
});

describe('a requested capture', () => {
  test('says what the body says', () => {
    expect(requested({ ...captureExamples.rows.value, currency: 'SEK', final: false })).toEqual({
      amount: minor(9500),
      currency: 'SEK',
      items: [{ articleNumber: '10001', unitPrice: minor(9500), quantity: 1 }],
      replaceItems: false,
      description: 'First parcel',
      reference: 'ship-1',
    });
  });

  test('asks for whatever is left by a word', () => {
    expect(requested({ amount: 'remaining' })).toEqual({
      amount: 'remaining',
      items: [],
      replaceItems: false,
    });
  });

  test('names rows by their ids where they have no price', () => {
    const row = { rowId: 'r1', quantity: 2 };
    expect(requested({ amount: 1, items: [row] }).items).toEqual([row]);
    const shown = { ...row, articleNumber: '10001', remainingQuantity: 1 };
    expect(requested({ amount: 1, items: [shown] }).items).toEqual([{ ...row, quantity: 1 }]);
  });

  test('needs prices to replace the order’s items', () => {
    const items = [{ rowId: 'r1', quantity: 1 }];
    expect(() => requested({ amount: 1, replaceItems: true, items })).toThrow('unitPrice');
  });

  test('says that it is the final one only if it is', () => {
    expect(requested({ amount: 1, final: true })).toMatchObject({ final: true });
    expect(requested({ amount: 1, final: false })).not.toHaveProperty('final');
  });

  test('is the same with an empty list, false and nulls as without', () => {
    const noisy = { amount: 1, items: [], replaceItems: false, description: null, final: false };
    expect(requested(noisy)).toEqual(requested({ amount: 1 }));
  });

  test('takes of a row sent back as an order shows it what is left of it', () => {
    const row = {
      rowId: 'r2',
      articleNumber: '10002',
      description: 'T-Shirt',
      unitPrice: 9500,
      quantity: 2,
      remainingQuantity: 1,
      vatRate: 25,
      type: 'purchase',
      attributes: { size: 'M' },
    };
    expect(requested({ amount: 9500, items: [row] }).items).toEqual([
      {
        articleNumber: '10002',
        description: 'T-Shirt',
        unitPrice: minor(9500),
        quantity: 1,
        vatRate: 25,
        type: 'purchase',
      },
    ]);
  });

  test('takes less than what is left when the quantity says so', () => {
    const row = { unitPrice: 9500, quantity: 1, remainingQuantity: 2 };
    expect(requested({ amount: 9500, items: [row] }).items[0]?.quantity).toBe(1);
  });
});

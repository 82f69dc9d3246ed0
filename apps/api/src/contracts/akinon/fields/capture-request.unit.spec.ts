import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../../contract-kit/http-error.js';
import { akinonEnvelope } from '../akinon-envelope.js';
import { captureRequestOf } from './capture-request.js';
import { readBody } from './read-body.js';

const read = (text: string) => captureRequestOf(readBody(Buffer.from(text)));

/** The status and the body of the answer to a request with this text. */
const answerTo = (text: string): unknown => {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { body } = akinonEnvelope.write(error.answer, '');
    return [error.answer.status, JSON.parse(body)];
  }
};

const withItems = (items: string): string => `{"order":"1001","order_items":${items}}`;
const required = 'This field is required.';

describe('a body', () => {
  test.each([
    ['{"order":"1001"}', { orderNumber: '1001', items: [] }],
    ['{"order":" 1001 ","order_items":[],"x":1}', { orderNumber: '1001', items: [] }],
    ['{"order":1001}', { orderNumber: '1001', items: [] }],
    ['{"order":-0}', { orderNumber: '0', items: [] }],
    ['{"order":90071992547409931}', { orderNumber: '90071992547409931', items: [] }],
    [withItems('[{"pk":1}]'), { items: [{ pk: 1n }] }],
    [withItems('[{"pk":1.0,"attributes":{}}]'), { items: [{ pk: 1n }] }],
    [withItems('[{"pk":"12"},{"pk":1e2}]'), { items: [{ pk: 12n }, { pk: 100n }] }],
    [withItems('[{"pk":1,"attributes":{"quantity":2,"x":[]}}]'), { items: [{ quantity: 2 }] }],
    [
      withItems('[{"pk":1,"attributes":{"quantity":1e30}}]'),
      { items: [{ quantity: Number.MAX_SAFE_INTEGER }] },
    ],
  ])('is read: %s', (text, request) => {
    expect(answerTo(text)).toMatchObject(request);
  });

  test('counts characters as a person does', () => {
    expect(read(`{"order":"${'😀'.repeat(128)}"}`).orderNumber).toHaveLength(256);
  });
});

test.each([
  ['', { order: [required] }],
  ['{}', { order: [required] }],
  ['{"order":null}', { order: ['This field may not be null.'] }],
  ['{"order":""}', { order: ['This field may not be blank.'] }],
  ['{"order":"  "}', { order: ['This field may not be blank.'] }],
  [
    `{"order":"${'x'.repeat(129)}"}`,
    { order: ['Ensure this field has no more than 128 characters.'] },
  ],
  ['{"order":true}', { order: ['Not a valid string.'] }],
  ['{"order":[]}', { order: ['Not a valid string.'] }],
  ['{"order":{}}', { order: ['Not a valid string.'] }],
  ['{"order":"a\\u0000b"}', { order: ['Null characters are not allowed.'] }],
  ['{"__proto__":{"order":"1"}}', { order: [required] }],
])('the order of %j is refused', (text, errors) => {
  expect(answerTo(text)).toEqual([400, errors]);
});

test.each([
  ['[]', 'list'],
  ['[{"order":"1"}]', 'list'],
  ['"x"', 'str'],
  ['1', 'int'],
  ['1.5', 'float'],
  ['true', 'bool'],
  ['null', 'NoneType'],
])('a body %s is no dictionary', (text, type) => {
  const message = `Invalid data. Expected a dictionary, but got ${type}.`;
  expect(answerTo(text)).toEqual([400, { non_field_errors: [message] }]);
});

test.each([
  ['{}', { non_field_errors: ['Expected a list of items but got type "dict".'] }],
  ['"x"', { non_field_errors: ['Expected a list of items but got type "str".'] }],
  ['1', { non_field_errors: ['Expected a list of items but got type "int".'] }],
  ['null', ['This field may not be null.']],
  ['[1]', [{ non_field_errors: ['Invalid data. Expected a dictionary, but got int.'] }]],
  [
    '[{"pk":1},[],null]',
    [
      {},
      { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] },
      { non_field_errors: ['Invalid data. Expected a dictionary, but got NoneType.'] },
    ],
  ],
  ['[{"pk":"x"},{"pk":1}]', [{ pk: ['A valid integer is required.'] }, {}]],
  ['[{"pk":1.5}]', [{ pk: ['A valid integer is required.'] }]],
  ['[{"pk":true}]', [{ pk: ['A valid integer is required.'] }]],
  ['[{"pk":[]}]', [{ pk: ['A valid integer is required.'] }]],
  ['[{"pk":""}]', [{ pk: ['A valid integer is required.'] }]],
  ['[{"pk":1e999999999}]', [{ pk: ['A valid integer is required.'] }]],
  ['[{"pk":null}]', [{ pk: ['This field may not be null.'] }]],
  ['[{}]', [{ pk: [required] }]],
  [
    '[{"pk":1,"attributes":[]}]',
    [{ attributes: ['Expected a dictionary of items but got type "list".'] }],
  ],
  [
    '[{"attributes":"x"}]',
    [{ pk: [required], attributes: ['Expected a dictionary of items but got type "str".'] }],
  ],
  ['[{"pk":1,"attributes":null}]', [{ attributes: ['This field may not be null.'] }]],
  [
    '[{"pk":1,"attributes":{"quantity":0}}]',
    [{ attributes: { quantity: ['Ensure this value is greater than or equal to 1.'] } }],
  ],
  [
    '[{"pk":1,"attributes":{"quantity":"two"}}]',
    [{ attributes: { quantity: ['A valid integer is required.'] } }],
  ],
  [
    `[${Array(1_001).fill('{"pk":1}').join()}]`,
    { non_field_errors: ['Ensure this field has no more than 1000 elements.'] },
  ],
])('items %.40s are refused', (items, errors) => {
  expect(answerTo(withItems(items))).toEqual([400, { order_items: errors }]);
});

test('every wrong field is named', () => {
  expect(answerTo('{"order_items":[{}]}')).toEqual([
    400,
    { order: [required], order_items: [{ pk: [required] }] },
  ]);
});

test.each([
  '{',
  '{"order":NaN}',
  '{"order":"1","order":"2"}',
  '{"order":"\\ud800"}',
  '\ufeff\ufeff',
])('%j is no JSON', (text) => {
  expect(answerTo(text)).toEqual([
    400,
    { detail: expect.stringMatching(/^JSON parse error - \S/) },
  ]);
});

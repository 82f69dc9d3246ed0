import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiUnderTest } from '../../../../../../test/support/api-under-test.js';
import { WalleyCaller } from '../../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let orderId: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  orderId = await shop.register();
});
afterAll(() => api.stop());

const item = (fields: string): string => `{"amount": 95, "items": [{${fields}}]}`;
const long = (characters: number): string => 'x'.repeat(characters);

describe('a body of wrong shape is answered 400 VALIDATION_ERROR that names the field', () => {
  const cases: [body: string, field: string][] = [
    ['', 'body'],
    [' ', 'body'],
    ['{', 'body'],
    ['[]', 'body'],
    ['"amount"', 'body'],
    ['null', 'body'],
    ['285', 'body'],
    ['{"amount": 285} x', 'body'],
    ['{"amount": NaN}', 'body'],
    ['{"amount": Infinity}', 'body'],
    ['{"amount": +285}', 'body'],
    ['{"amount": 0285}', 'body'],
    ['{"amount": .5}', 'body'],
    ['{"amount": 285,}', 'body'],
    ["{'amount': 285}", 'body'],
    ['{"amount": 285, "amount": 285}', 'body'],
    ['{"amount": 285, "Amount": 285}', 'body'],
    ['{"amount": 285, "unknown": 1, "unknown": 1}', 'body'],
    ['{"amount": 285, "x": {"a": 1, "A": 1}}', 'body'],
    ['{"amount": 285, "description": "a\\u0000b"}', 'body'],
    ['{"amount": 285, "x": "\\ud800"}', 'body'],
    [`{"amount": 285, "x": ${'['.repeat(40)}${']'.repeat(40)}}`, 'body'],
    ['['.repeat(200_000), 'body'],
    ['{}', 'amount'],
    ['{"amount": null}', 'amount'],
    ['{"amount": true}', 'amount'],
    ['{"amount": {}}', 'amount'],
    ['{"amount": [285]}', 'amount'],
    ['{"amount": ""}', 'amount'],
    ['{"amount": "x"}', 'amount'],
    ['{"amount": "1e2"}', 'amount'],
    ['{"amount": "+285"}', 'amount'],
    ['{"amount": " 285"}', 'amount'],
    ['{"amount": "285 "}', 'amount'],
    ['{"amount": "1 000"}', 'amount'],
    ['{"amount": "1,000.00"}', 'amount'],
    ['{"amount": "285."}', 'amount'],
    ['{"amount": ".5"}', 'amount'],
    ['{"amount": "NaN"}', 'amount'],
    ['{"amount": "0x10"}', 'amount'],
    ['{"amount": "２８５"}', 'amount'],
    [`{"amount": "${'9'.repeat(257)}"}`, 'amount'],
    ['{"amount": 285, "description": 5}', 'description'],
    ['{"amount": 285, "description": ["x"]}', 'description'],
    ['{"amount": 285, "actionReference": 5}', 'actionReference'],
    [`{"amount": 285, "actionReference": "${long(129)}"}`, 'actionReference'],
    ['{"amount": 285, "items": {}}', 'items'],
    ['{"amount": 285, "items": "x"}', 'items'],
    ['{"amount": 285, "items": [1]}', 'items[0]'],
    ['{"amount": 285, "items": [null]}', 'items[0]'],
    [
      `{"amount": 285, "items": [${Array(1001).fill('{"unitPrice":0,"quantity":1}').join(',')}]}`,
      'items',
    ],
    ['{"amount": 285, "replaceItems": true}', 'replaceItems'],
    ['{"amount": 285, "replaceItems": true, "items": []}', 'replaceItems'],
    ['{"amount": 285, "replaceItems": "yes"}', 'replaceItems'],
    ['{"amount": 285, "replaceItems": 1}', 'replaceItems'],
    [item('"id": "10001", "quantity": 1'), 'items[0].unitPrice'],
    [item('"id": "10001", "unitPrice": null, "quantity": 1'), 'items[0].unitPrice'],
    [item('"id": "10001", "unitPrice": "x", "quantity": 1'), 'items[0].unitPrice'],
    [item('"id": "10001", "unitPrice": 95'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": 0'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": -1'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": 1.5'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": "1.5"'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": "one"'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": 1e30'), 'items[0].quantity'],
    [item('"id": "10001", "unitPrice": 95, "quantity": 1e-400'), 'items[0].quantity'],
    [item('"id": 10001, "unitPrice": 95, "quantity": 1'), 'items[0].id'],
    [item(`"id": "${long(257)}", "unitPrice": 95, "quantity": 1`), 'items[0].id'],
    [item(`"description": "${long(257)}", "unitPrice": 95, "quantity": 1`), 'items[0].description'],
    [item('"unitPrice": 95, "quantity": 1, "vat": "x"'), 'items[0].vat'],
    [item('"unitPrice": 95, "quantity": 1, "vat": -1'), 'items[0].vat'],
    [item('"unitPrice": 95, "quantity": 1, "vat": 101'), 'items[0].vat'],
    [item('"unitPrice": 95, "quantity": 1, "vat": 12.345'), 'items[0].vat'],
    [item('"unitPrice": 95, "quantity": 1, "type": "gift"'), 'items[0].type'],
    [item('"unitPrice": 95, "quantity": 1, "type": 1'), 'items[0].type'],
  ];

  test.each(cases.map(([body, field]) => ({ body, field, shown: body.slice(0, 70) })))(
    '$shown',
    async ({ body, field }) => {
      const answer = await shop.capture(orderId, body);
      expect(answer.status).toBe(400);
      const { id, data, error } = answer.json as {
        id: string;
        data: null;
        error: { code: number; message: string; errors: { reason: string; message: string }[] };
      };
      expect(id).toBe(answer.headers.get('x-request-id'));
      expect(data).toBeNull();
      expect(error).toMatchObject({ code: 400, message: 'Bad Request' });
      expect(error.errors.map(({ reason }) => reason)).toEqual(['VALIDATION_ERROR']);
      expect(error.errors[0]?.message.split(' ')[0]).toBe(field);
    },
  );

  test('with one entry for each field', async () => {
    const answer = await shop.capture(orderId, {
      amount: 'x',
      description: 1,
      items: [{ quantity: 0 }, { unitPrice: 1, quantity: 1, type: 'x' }],
    });
    const { error } = answer.json as { error: { errors: { message: string }[] } };
    const fields = error.errors.map(({ message }) => message.split(' ')[0]).sort();
    expect(fields).toEqual([
      'amount',
      'description',
      'items[0].quantity',
      'items[0].unitPrice',
      'items[1].type',
    ]);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"amount": 285, "x": "'),
      Buffer.from([0xff, 0x22, 0x7d]),
    ]);
    expect((await shop.capture(orderId, bytes)).status).toBe(400);
  });

  test('a thousand wrong items are not answered with more than a hundred entries', async () => {
    const items = Array.from({ length: 1000 }, () => ({ quantity: 0 }));
    const answer = await shop.capture(orderId, { amount: 1, items });
    expect(answer.status).toBe(400);
    expect((answer.json as { error: { errors: unknown[] } }).error.errors).toHaveLength(100);
  });
});

describe('a body is read as clients send it', () => {
  const accepted: [how: string, body: string][] = [
    ['a number with decimals', '{"amount": 285.0}'],
    ['more zeros than decimals', '{"amount": 285.000000}'],
    ['a numeric string', '{"amount": "285.00"}'],
    ['zeros behind the second decimal of a string', '{"amount": "285.000"}'],
    ['an exponent', '{"amount": 2.85e2}'],
    ['a capital exponent', '{"amount": 28500E-2}'],
    ['floating-point noise above', '{"amount": 285.00000000000006}'],
    ['floating-point noise below', '{"amount": 284.99999999999994}'],
    [
      'Pascal case',
      '{"Amount": 285, "Description": "x", "ActionReference": "y", "ReplaceItems": false}',
    ],
    ['capitals', '{"AMOUNT": 285}'],
    [
      'null for optional fields',
      '{"amount": 285, "description": null, "items": null, "replaceItems": null}',
    ],
    ['no items as an empty list', '{"amount": 285, "items": []}'],
    [
      'unknown fields',
      '{"amount": 285, "foo": {"bar": [1]}, "__proto__": {"amount": 1}, "constructor": 1}',
    ],
    ['blank texts', '{"amount": 285, "description": " ", "actionReference": ""}'],
    ['128 characters of reference', `{"amount": 285, "actionReference": "${long(128)}"}`],
    [
      '50 characters beyond the basic plane',
      `{"amount": 285, "description": "${'😀'.repeat(50)}"}`,
    ],
    ['blanks around', ' \r\n\t{"amount": 285}\n'],
    [
      'items of the WooCommerce plugin',
      '{"amount": "285.00", "items": [{"Id": "10001", "Description": "Shoes", "Quantity": 1, "UnitPrice": "95.00", "Vat": "25"}, {"Id": "10002", "Description": "T-Shirt", "Quantity": "2", "UnitPrice": "95.000", "Vat": "25.00"}]}',
    ],
    [
      'items by description alone, whatever its case',
      '{"amount": 285, "items": [{"description": " SHOES ", "unitPrice": 95, "quantity": 1}, {"description": "t-shirt", "unitPrice": 95, "quantity": 2.0}]}',
    ],
  ];

  test.each(accepted)('%s', async (_how, body) => {
    const id = await shop.register();
    expect(await shop.capture(id, body)).toMatchObject({ status: 202, text: '' });
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml; charset=x',
    'rubbish',
    '',
  ])('of Content-Type %j', async (contentType) => {
    const id = await shop.register();
    const answer = await shop.capture(id, '{"amount": 285}', { 'Content-Type': contentType });
    expect(answer.status).toBe(202);
  });

  test('under an order id in capitals', async () => {
    const id = await shop.register();
    const answer = await shop.capture(id.toUpperCase(), '{"amount": 285}');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/manage/orders/${id}`);
  });
});

test('nothing above was an error nobody foresaw', () => {
  expect(api.failures).toEqual([]);
});

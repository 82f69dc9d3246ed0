import { describe, expect, test } from '@jest/globals';
import { violationsOf } from '../testing/read-body.js';
import { registerExample } from './register-order.request.js';
import { RegisterOrderRequest } from './register-order.request.js';

const example = registerExample.invoice.value;
const row = example.rows[0]!;

/**
 * The example body with the JSON text of one member replaced, or the member left out if `json` is
 * undefined.
 */
const bodyWith = (member: string, json: string | undefined): string => {
  const members = Object.entries(example)
    .filter(([name]) => name !== member)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (json !== undefined) members.push(`${JSON.stringify(member)}: ${json}`);
  return `{${members.join(',')}}`;
};

const rowWith = (member: string, json: string | undefined): string => {
  const members = Object.entries(row)
    .filter(([name]) => name !== member)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (json !== undefined) members.push(`${JSON.stringify(member)}: ${json}`);
  return bodyWith('rows', `[{${members.join(',')}}]`);
};

const violations = (body: string) => violationsOf(RegisterOrderRequest, body);

describe('the body of a registration', () => {
  test('is fine as the contract page shows it', () => {
    const whole = { ...example, expiresAt: '2027-02-18T00:00:00Z', attributes: {}, customer: {} };
    expect(violations(JSON.stringify(whole))).toEqual([]);
  });

  test.each(['store', 'orderNumber', 'paymentMethod', 'rows', 'authorization'])(
    'needs %s',
    (member) => {
      expect(violations(bodyWith(member, undefined))).toEqual([`/${member}`]);
      expect(violations(bodyWith(member, 'null'))).toEqual([`/${member}`]);
    },
  );

  test.each(['currency', 'salesSegment'])('may leave %s to the store', (member) => {
    expect(violations(bodyWith(member, undefined))).toEqual([]);
    expect(violations(bodyWith(member, 'null'))).toEqual([]);
  });

  test.each([
    ['store', '""'],
    ['store', '"a b"'],
    ['store', `"${'s'.repeat(65)}"`],
    ['store', '1'],
    ['orderNumber', '""'],
    ['orderNumber', '" 1"'],
    ['orderNumber', '"1 "'],
    ['orderNumber', '"a\\nb"'],
    ['orderNumber', '"a\\u200bb"'],
    ['orderNumber', `"${'n'.repeat(129)}"`],
    ['orderNumber', '1001'],
    ['currency', '"sek"'],
    ['currency', '"SEKK"'],
    ['salesSegment', '"b2c"'],
    ['paymentMethod', '"cash"'],
    ['rows', '{}'],
    ['rows', '"none"'],
    ['authorization', '[]'],
    ['authorization', '"authorized"'],
    ['expiresAt', '"2027-02-30T00:00:00Z"'],
    ['expiresAt', '"2027-02-18"'],
    ['expiresAt', '"2027-02-18T00:00:00"'],
    ['expiresAt', '"2027-02-18T24:00:00Z"'],
    ['expiresAt', '1803168000'],
    ['expiresAt', '"9999-12-31T23:59:59-23:00"'],
    ['expiresAt', '"0000-01-01T00:00:00Z"'],
    ['customer', '"Anna"'],
    ['customer', '[]'],
    ['attributes', '[]'],
    ['attributes', '"{}"'],
    ['attributes', '{"number": 12345678901234567890.5}'],
    ['attributes', '{"number": 1e400}'],
    ['attributes', `{"long": "${'x'.repeat(4_096)}"}`],
  ])('is refused at %s for %s', (member, json) => {
    expect(violations(bodyWith(member, json))).toEqual([`/${member}`]);
  });

  test.each([
    ['orderNumber', '"Ä 1/2 #7"'],
    ['orderNumber', `"${'n'.repeat(128)}"`],
    ['expiresAt', '"2028-02-29T23:59:59.5+01:00"'],
    ['attributes', '{"deep": {"list": [1, 2.5, -3e2, true, null]}}'],
  ])('is fine at %s with %s', (member, json) => {
    expect(violations(bodyWith(member, json))).toEqual([]);
  });

  test('says every wrong field once, unknown ones too', () => {
    const body = bodyWith('rows', '[{"description": 1, "colour": "red"}]');
    expect(violations(body).toSorted()).toEqual(
      ['colour', 'description', 'quantity', 'unitPrice', 'vatRate'].map((it) => `/rows/0/${it}`),
    );
    expect(violations(bodyWith('note', '"x"'))).toEqual(['/note']);
    expect(violations(bodyWith('authorization', '{"status": "maybe", "by": "me"}'))).toEqual([
      '/authorization/by',
      '/authorization/status',
    ]);
  });

  test('has no payment intent while the payment is pending, whatever the store is', () => {
    const authorization = (status: string) =>
      bodyWith('authorization', `{"status": "${status}", "paymentIntent": "pi_1"}`);
    expect(violations(authorization('pending'))).toEqual(['/authorization/paymentIntent']);
    expect(violations(authorization('authorized'))).toEqual([]);
    const none = '{"status": "pending", "paymentIntent": null}';
    expect(violations(bodyWith('authorization', none))).toEqual([]);
  });

  test('has at most 1000 rows', () => {
    const rows = (count: number) => JSON.stringify(Array.from({ length: count }, () => row));
    expect(violations(bodyWith('rows', rows(1_000)))).toEqual([]);
    expect(violations(bodyWith('rows', rows(1_001)))).toEqual(['/rows']);
  });
});

describe('a row of a registration', () => {
  test.each([
    ['unitPrice', '95.5'],
    ['unitPrice', '95.0'],
    ['unitPrice', '9.5e3'],
    ['unitPrice', '"9500"'],
    ['unitPrice', 'true'],
    ['quantity', '0'],
    ['quantity', '-1'],
    ['quantity', '1.0'],
    ['quantity', '1000000001'],
    ['quantity', '"1"'],
    ['vatRate', '25.555'],
    ['vatRate', '-1'],
    ['vatRate', '100.01'],
    ['vatRate', '"25"'],
    ['vatRate', '1e400'],
    ['description', '""'],
    ['description', '" \\t\\u00a0"'],
    ['articleNumber', '"  "'],
    ['description', `"${'d'.repeat(257)}"`],
    ['articleNumber', '10001'],
    ['articleNumber', '""'],
    ['type', '"gift"'],
    ['attributes', '1'],
    ['rowId', '"r1"'],
    ['remainingQuantity', '1'],
  ])('is refused at %s for %s', (member, json) => {
    expect(violations(rowWith(member, json))).toEqual([`/rows/0/${member}`]);
  });

  test.each([
    ['unitPrice', '0'],
    ['unitPrice', '-9500'],
    ['unitPrice', `1${'0'.repeat(400)}`],
    ['quantity', '1000000000'],
    ['vatRate', '0'],
    ['vatRate', '12.50'],
    ['vatRate', '1e2'],
    ['description', `"${'😀'.repeat(256)}"`],
    ['articleNumber', undefined],
    ['articleNumber', '" 1 "'],
    ['type', '"shipping"'],
  ])('is fine at %s with %s', (member, json) => {
    expect(violations(rowWith(member, json))).toEqual([]);
  });
});

describe('the key of a pending order', () => {
  const body = (woo: unknown, status = 'pending') =>
    JSON.stringify({ ...example, authorization: { status }, attributes: { woo } });

  test.each([{}, { orderKey: 'wc_order_1' }, { orderKey: 'k'.repeat(128) }])(
    'is fine as %j',
    (woo) => {
      expect(violations(body(woo))).toEqual([]);
    },
  );

  test.each([5, 'a', [], null, { orderKey: '' }, { orderKey: 5 }, { orderKey: 'a b' }])(
    'is refused as %j, and is not looked at in an order that is paid',
    (woo) => {
      expect(violations(body(woo))).toEqual(['/attributes']);
      expect(violations(body(woo, 'authorized'))).toEqual([]);
    },
  );
});

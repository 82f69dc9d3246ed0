import { describe, expect, test } from '@jest/globals';
import { readDto } from '../../contract-kit/body/read-dto.js';
import { readJson } from '../../contract-kit/body/read-json.js';
import {
  type ErrorAnswer,
  HttpError,
  notFound,
  shapeError,
} from '../../contract-kit/http-error.js';
import { CheckoutDto } from './request/checkout.dto.js';
import { wooStoreBodyRules } from './woo-store-body-rules.js';
import { wooStoreEnvelope } from './woo-store-envelope.js';

const written = (answer: ErrorAnswer): unknown =>
  JSON.parse(wooStoreEnvelope.write(answer, 'id').body);

/** The error answer to a checkout with this body; undefined if the body is fine. */
const answerTo = (body: object): unknown => {
  try {
    readDto(CheckoutDto, readJson(Buffer.from(JSON.stringify(body))), wooStoreBodyRules);
    return undefined;
  } catch (error) {
    if (error instanceof HttpError) return written(error.answer);
    throw error;
  }
};

const fine = { billing_address: { country: 'SE' } };

/** The code, message and data of the first wrong parameter in the answer. */
const faultOf = (body: object): unknown => {
  const { code, data } = answerTo(body) as {
    code: string;
    data: {
      params: object;
      details: Record<string, { code: string; message: string; data: object }>;
    };
  };
  expect(code).toBe('rest_invalid_param');
  const [[name, detail] = ['', undefined]] = Object.entries(data.details);
  expect(Object.entries(data.params)[0]).toEqual([name, detail?.message]);
  return [detail?.code, detail?.message, detail?.data];
};

const list = (entry: unknown): object => ({ ...fine, payment_data: [entry] });
const long = 'x'.repeat(257);

describe('a checkout of the wrong shape', () => {
  test.each([
    fine,
    { ...fine, unknown: 1, shipping_address: null, payment_method: null, customer_note: null },
    { ...fine, additional_fields: [], extensions: { a: { b: [1] } } },
    list({ key: 'a', value: true }),
    list({ key: 'a', value: 'x'.repeat(256) }),
    { ...fine, payment_data: Array.from({ length: 1_000 }, () => ({ key: 'a', value: 'b' })) },
  ])('is not %.60j', (body) => {
    expect(answerTo(body)).toBeUndefined();
  });

  test.each([{}, { billing_address: null }, { payment_method: 5 }])(
    'lacks its address: %j',
    (body) => {
      expect(answerTo(body)).toEqual({
        code: 'rest_missing_callback_param',
        message: 'Missing parameter(s): billing_address',
        data: { status: 400, params: ['billing_address'] },
      });
    },
  );

  test.each<[object, string, string, string]>([
    [{ billing_address: 'a' }, 'billing_address', 'rest_invalid_type', ' is not of type object.'],
    [{ billing_address: 5 }, 'billing_address', 'rest_invalid_type', ' is not of type object.'],
    [
      { billing_address: { city: 5 } },
      ...(['billing_address[city]', 'rest_invalid_type', ' is not of type string.'] as const),
    ],
    [
      { billing_address: { city: long } },
      'billing_address[city]',
      'rest_too_long',
      ' must be at most 256 characters long.',
    ],
    [
      { ...fine, shipping_address: [1] },
      ...(['shipping_address', 'rest_invalid_type', ' is not of type object.'] as const),
    ],
    [
      { ...fine, payment_method: 'paypal' },
      'payment_method',
      'rest_not_in_enum',
      ' is not one of woocommerce_payments, bacs, cheque, and cod.',
    ],
    [
      { ...fine, payment_method: 'BACS' },
      'payment_method',
      'rest_not_in_enum',
      ' is not one of woocommerce_payments, bacs, cheque, and cod.',
    ],
    [
      { ...fine, payment_method: 5 },
      'payment_method',
      'rest_invalid_type',
      ' is not of type string.',
    ],
    [{ ...fine, payment_data: {} }, 'payment_data', 'rest_invalid_type', ' is not of type array.'],
    [{ ...fine, payment_data: 'a' }, 'payment_data', 'rest_invalid_type', ' is not of type array.'],
    [list('a'), 'payment_data[0]', 'rest_invalid_type', ' is not of type object.'],
    [
      list({ key: 5, value: 'a' }),
      'payment_data[0][key]',
      'rest_invalid_type',
      ' is not of type string.',
    ],
    [
      list({ key: 'a', value: 5 }),
      ...([
        'payment_data[0][value]',
        'rest_invalid_type',
        ' is not of type string,boolean.',
      ] as const),
    ],
    [
      list({ key: 'a', value: long }),
      ...([
        'payment_data[0][value]',
        'rest_too_long',
        ' must be at most 256 characters long.',
      ] as const),
    ],
    [
      { ...fine, payment_data: Array.from({ length: 1_001 }, () => ({ key: 'a', value: 'b' })) },
      ...(['payment_data', 'rest_too_many_items', ' must contain at most 1000 items.'] as const),
    ],
    [{ ...fine, key: 5 }, 'key', 'rest_invalid_type', ' is not of type string.'],
    [
      { ...fine, billing_email: [] },
      'billing_email',
      'rest_invalid_type',
      ' is not of type string.',
    ],
    [
      { ...fine, customer_note: 5 },
      'customer_note',
      'rest_invalid_type',
      ' is not of type string.',
    ],
    [
      { ...fine, additional_fields: 'a' },
      'additional_fields',
      'rest_invalid_type',
      ' is not of type object.',
    ],
    [{ ...fine, extensions: [1] }, 'extensions', 'rest_invalid_type', ' is not of type object.'],
  ])('%.60j names %s', (body, name, code, words) => {
    expect(faultOf(body)).toEqual([code, `${name}${words}`, { param: name }]);
  });

  test('lacks a member of an entry', () => {
    const message = 'value is a required property of payment_data[0].';
    expect(faultOf(list({ key: 'a' }))).toEqual([
      'rest_property_required',
      message,
      { param: 'payment_data[0][value]' },
    ]);
  });

  test('names every wrong parameter', () => {
    expect(answerTo({ ...fine, customer_note: 5, payment_data: 5 })).toMatchObject({
      message: 'Invalid parameter(s): payment_data, customer_note',
    });
  });
});

describe('an error of the kit', () => {
  test('has the words of WordPress', () => {
    const noRoute = {
      code: 'rest_no_route',
      message: 'No route was found matching the URL and request method.',
      data: { status: 404 },
    };
    expect(written(notFound)).toEqual(noRoute);
    expect(written({ status: 405, code: 'METHOD_NOT_ALLOWED', detail: 'x' })).toEqual(noRoute);
    expect(written(shapeError([{ path: [], message: 'x', rule: 'json' }]).answer)).toMatchObject({
      ...{ code: 'rest_invalid_json', message: 'Invalid JSON body passed.', data: { status: 400 } },
    });
    expect(written({ status: 413, code: 'PAYLOAD_TOO_LARGE', detail: 'x' })).toMatchObject({
      ...{ code: 'rest_payload_too_large', data: { status: 413 } },
    });
    const { contentType } = wooStoreEnvelope.write(notFound, 'id');
    expect(contentType).toBe('application/json; charset=UTF-8');
  });

  test.each([
    ['ORDER_NOT_FOUND', 404, 'woocommerce_rest_invalid_order'],
    ['AUTHORIZE_INVALID_STATUS', 400, 'invalid_order_update_status'],
    ['IDEMPOTENCY_KEY_REUSED', 422, 'idempotency_key_reused'],
    ['ORDER_HISTORY_FULL', 400, 'woocommerce_rest_checkout_process_payment_error'],
  ] as const)('%s is %p %s', (code, status, word) => {
    const answer = wooStoreEnvelope.rejected({ kind: 'rejected', code, detail: 'x' });
    expect(answer).toMatchObject({ status, code: word });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../../contract-kit/http-error.js';
import { idempotencyKeyOf } from '../../contract-kit/request.js';
import { checkCall, nested, trimmed } from './woo-parameters.js';

describe('names with brackets', () => {
  test('are lists and objects, as PHP reads them', () => {
    expect(
      nested({
        ...{ 'a[]': ['1', '2'], 'b[0]': 'x', 'b[1]': 'y', 'm[till]': '7', 'm[n][o]': '8', c: '9' },
      }),
    ).toMatchObject({ a: ['1', '2'], b: ['x', 'y'], m: { till: '7', n: { o: '8' } }, c: '9' });
  });

  test('do not replace a name without', () => {
    expect(nested({ 'a[]': ['1'], a: 'x' })).toMatchObject({ a: 'x' });
    const plain = { a: '1' };
    expect(nested(plain)).toBe(plain);
  });
});

describe('a success', () => {
  const body = { status: 'succeeded', id: 'pi_1' };
  test.each([
    ['id', { id: 'pi_1' }],
    [' id , status ', body],
    ['id status', body],
    ['', body],
    [['id'], { id: 'pi_1' }],
    ['data.status', {}],
  ])('is trimmed to _fields %j', (fields, expected) => {
    expect(trimmed(body, { _fields: fields })).toEqual(expected);
  });

  test('is whole without them', () => {
    expect(trimmed(body, {})).toBe(body);
  });
});

const requestOf = (orderId: string, query = '', params: object = {}): FastifyRequest =>
  ({
    ...{ originalUrl: `/x?${query}`, headers: {}, body: undefined },
    params: { orderId, ...params },
  }) as unknown as FastifyRequest;

const answerOf = async (request: FastifyRequest, rules = {}): Promise<unknown> => {
  try {
    await checkCall({ required: ['payment_intent_id'], ...rules })(request);
    return undefined;
  } catch (error) {
    return error instanceof HttpError ? [error.answer.status, error.answer.code] : error;
  }
};

describe('a call', () => {
  test.each([
    ['1', 'payment_intent_id=pi_1', undefined],
    ['a_1', 'payment_intent_id=', undefined],
    ['a-1', 'payment_intent_id=pi_1', [404, 'rest_no_route']],
    ['1 ', 'payment_intent_id=pi_1', [404, 'rest_no_route']],
    ['1', '', [400, 'rest_missing_callback_param']],
    ['1', 'payment_intent_id=pi_1&order_id=1', undefined],
    ['1', 'payment_intent_id=pi_1&order_id=2', [400, 'VALIDATION_ERROR']],
    ['1', 'payment_intent_id=pi_1&order_id[]=1', [400, 'VALIDATION_ERROR']],
  ])('of order %s with %s', async (orderId, query, expected) => {
    expect(await answerOf(requestOf(orderId, query))).toEqual(expected);
  });

  test('may be known for digits alone', async () => {
    const rules = { orderNumber: /^\d+$/, required: [] };
    expect(await answerOf(requestOf('42'), rules)).toBeUndefined();
    expect(await answerOf(requestOf('a42'), rules)).toEqual([404, 'rest_no_route']);
  });

  test('names an intent in letters, digits and underscores', async () => {
    const rules = { required: [] };
    expect(await answerOf(requestOf('1', '', { intentId: 'pi_1' }), rules)).toBeUndefined();
    expect(await answerOf(requestOf('1', '', { intentId: 'pi-1' }), rules)).toEqual([
      404,
      'rest_no_route',
    ]);
  });
});

test.each([
  [undefined, undefined],
  ['k-1', 'k-1'],
])('the key %s is %s', (key, expected) => {
  expect(idempotencyKeyOf({ headers: { 'idempotency-key': key } })).toBe(expected);
});

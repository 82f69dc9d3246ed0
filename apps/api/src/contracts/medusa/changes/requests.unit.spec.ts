import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import type { OrderView } from '#read-models';
import { keyReused } from '#ledger';
import { TooManyWaitingForPosition } from '#read-models';
import { readJson, type JsonObject } from '../../../contract-kit/body/read-json.js';
import { CommandRejected, HttpError } from '../../../contract-kit/http-error.js';
import { OutcomePending, type OutcomeWait } from '../../../queries/outcome-wait.js';
import { adminLogIn } from '../authentication/auth.controller.js';
import {
  noSessionCookie,
  sessionCookie,
  sessionTokenOf,
} from '../authentication/session-cookie.js';
import { medusaEnvelope, notAllowed, paymentRefused } from '../medusa-envelope.js';
import { requestKeysInMemory } from '../../../testing/request-keys-in-memory.js';
import { Captures } from './captures.js';
import { KeyedChanges } from './idempotency-key.js';
import { requestedRefund } from './requested-refund.js';

const members = (text: string): JsonObject => readJson(Buffer.from(text)) as JsonObject;

const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof HttpError) return error.answer.detail;
  }
  return 'none';
};

describe('a refund', () => {
  test('takes an amount, a reason and perhaps a note', () => {
    expect(
      requestedRefund(members('{"amount": 95.0e2, "reason": "return", "note": null}')),
    ).toEqual({
      ...{ amount: 9_500, reason: 'return' },
    });
    expect(requestedRefund(members('{"amount": 1, "reason": "x", "note": "y", "z": 1}'))).toEqual({
      ...{ amount: 1, reason: 'x', note: 'y' },
    });
  });

  test.each([
    ['{"reason": "x"}', 'amount must be an integer number'],
    ['{"amount": "5", "reason": "x"}', 'amount must be an integer number'],
    ['{"amount": 1.5, "reason": "x"}', 'amount must be an integer number'],
    ['{"amount": 1.00000000000000000001, "reason": "x"}', 'amount must be an integer number'],
    ['{"amount": 0.99999999999999999999, "reason": "x"}', 'amount must be an integer number'],
    ['{"amount": 1e30, "reason": "x"}', 'amount must be an integer number'],
    ['{"amount": 0, "reason": "x"}', 'amount must be a positive number'],
    ['{"amount": -1, "reason": "x"}', 'amount must be a positive number'],
    ['{"amount": 1}', 'reason must be a string'],
    ['{"amount": 1, "reason": ""}', 'reason should not be empty'],
    ['{}', 'amount must be an integer number, reason must be a string'],
    [
      JSON.stringify({ amount: 1, reason: 'x'.repeat(257) }),
      'reason must be shorter than or equal to 256 characters',
    ],
    [
      JSON.stringify({ amount: 1, reason: 'x', note: 'x'.repeat(51) }),
      'note must be shorter than or equal to 50 characters',
    ],
  ])('refuses %s', (body, message) => {
    expect(faultOf(() => requestedRefund(members(body)))).toBe(message);
  });
});

test.each([
  ['{}', 'email must be an email, password must be a string'],
  ['{"email": "x", "password": ""}', 'email must be an email, password should not be empty'],
  ['{"email": ["a@b"], "password": 1}', 'email must be an email, password must be a string'],
])('a log-in refuses %s', (body, message) => {
  expect(faultOf(() => adminLogIn(members(body)))).toBe(message);
});

describe('the session cookie', () => {
  test('is read among others, and none of broken ones', () => {
    const read = (cookie?: string) => sessionTokenOf({ headers: cookie ? { cookie } : {} });
    expect(read('a=b; connect.sid=x%3Dy ; connect.sid=z')).toBe('x=y');
    expect([read(), read(';;='), read('connect.sid'), read('xconnect.sid=1')]).toEqual(
      Array(4).fill(undefined),
    );
    expect(read('connect.sid=%zz')).toBe('');
  });

  test('is secure over https, and removed by one of the past', () => {
    const cookie = sessionCookie({ protocol: 'https' }, 'x', new Date(Date.now() + 36_000_000));
    expect(cookie).toMatch(
      /^connect\.sid=x; Path=\/; .*Max-Age=36000; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(noSessionCookie({ protocol: 'http' })).toMatch(/^connect\.sid=; .*1970.*Max-Age=0/);
  });
});

describe('an error', () => {
  const written = (status: number, code = 'X') =>
    medusaEnvelope.write({ status, code, detail: 'why' }, 'id');

  test('is the text Unauthorized without a type for a caller who is not known', () => {
    expect(written(401)).toEqual({ body: 'Unauthorized' });
  });

  test.each<[number, string, object]>([
    [400, 'VALIDATION_ERROR', { type: 'invalid_data' }],
    [400, 'NOT_ALLOWED', { type: 'not_allowed' }],
    [404, 'NOT_FOUND', { type: 'not_found' }],
    [409, 'TOO_MANY_CONFLICTS', { code: 'invalid_state_error', type: 'conflict' }],
    [413, 'PAYLOAD_TOO_LARGE', { type: 'invalid_data' }],
    [422, 'IDEMPOTENCY_KEY_REUSED', { code: 'invalid_request_error', type: 'duplicate_error' }],
    [422, 'PAYMENT_REFUSED', { type: 'payment_authorization_error' }],
    [500, 'INTERNAL_ERROR', { code: 'unknown_error', type: 'unknown_error' }],
    [503, 'SERVICE_UNAVAILABLE', { code: 'api_error', type: 'unexpected_state' }],
  ])('of status %i and code %s has its type', (status, code, words) => {
    expect(JSON.parse(written(status, code).body)).toEqual({ ...words, message: 'why' });
  });
});

describe('an idempotency key', () => {
  const request = {
    caller: { clientId: 'shop', stores: ['s'], scopes: [] },
    headers: { 'idempotency-key': 'k' },
  } as unknown as FastifyRequest;
  const make = (keyed: KeyedChanges, orderId: string, change: () => Promise<string>) =>
    keyed.make(request, { orderId, storeId: 's' }, { action: 'refund', change });

  test.each<[string, Error, boolean]>([
    ['is free for another order after a rule refused the change', notAllowed('No'), true],
    ['is used up by a refund that the gateway refused', paymentRefused('No'), false],
    [
      'is used up if the order knows it from an earlier change',
      new CommandRejected(keyReused),
      false,
    ],
  ])('%s', async (_, refusal, isFree) => {
    const keyed = new KeyedChanges(requestKeysInMemory());
    await expect(make(keyed, 'one', () => Promise.reject(refusal))).rejects.toBe(refusal);
    const other = make(keyed, 'other', () => Promise.resolve('made'));
    if (isFree) expect(await other).toBe('made');
    else await expect(other).rejects.toMatchObject({ answer: { status: 422 } });
  });
});

describe('a capture whose outcome does not come', () => {
  const requested = { captureId: 'c', status: 'requested', gateway: { paymentIntent: 'pi_1' } };
  const order = {
    orderId: 'o',
    status: 'Activated',
    captures: [requested],
  } as unknown as OrderView;
  const request = {
    ...{
      caller: { clientId: 'shop', stores: [], scopes: [] },
      headers: {},
      id: 'R',
      method: 'POST',
    },
    ...{ routeOptions: {}, contract: { name: 'medusa' } },
  } as unknown as FastifyRequest;

  test.each([new OutcomePending(), new TooManyWaitingForPosition(1)])(
    'is shown as it is: %s',
    async (error) => {
      const captures = new Captures(
        { execute: () => Promise.resolve({ kind: 'accepted' }) } as never,
        { again: () => Promise.resolve(order) } as never,
        { awaitCapture: () => Promise.reject(error) } as unknown as OutcomeWait,
      );
      expect(await captures.capture(request, order)).toBe(order);
    },
  );

  test('is not hidden where the wait fails otherwise', async () => {
    const captures = new Captures(
      { execute: () => Promise.resolve({ kind: 'accepted' }) } as never,
      { again: () => Promise.resolve(order) } as never,
      { awaitCapture: () => Promise.reject(new Error('away')) } as unknown as OutcomeWait,
    );
    await expect(captures.capture(request, order)).rejects.toThrow('away');
  });
});

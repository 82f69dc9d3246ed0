import { expect, test } from '@jest/globals';
import { rejectionCodes } from '#ledger';
import type { ErrorAnswer } from '../../contract-kit/http-error.js';
import { akinonEnvelope } from './akinon-envelope.js';

const written = (answer: ErrorAnswer): unknown =>
  JSON.parse(akinonEnvelope.write(answer, 'id').body);

const answer = (status: number, more: Partial<ErrorAnswer> = {}): ErrorAnswer => ({
  ...{ status, code: 'CODE', detail: 'Why.' },
  ...more,
});

test.each([
  [answer(401), { detail: 'Why.' }],
  [answer(404), { detail: 'Not found.' }],
  [answer(405, { parameters: { method: 'GET' } }), { detail: 'Method "GET" not allowed.' }],
  [
    answer(415, { parameters: { mediaType: 'text/plain' } }),
    { detail: 'Unsupported media type "text/plain" in request.' },
  ],
  [
    answer(415, { parameters: { mediaType: '' } }),
    { detail: 'Unsupported media type "" in request.' },
  ],
  [answer(415), { detail: 'Why.' }],
  [
    answer(429, { headers: { 'Retry-After': '7' } }),
    { detail: 'Request was throttled. Expected available in 7 seconds.' },
  ],
  [answer(503), { detail: 'Why.' }],
  [answer(409), { non_field_errors: ['Why.'], code: 'CODE' }],
  [
    answer(400, { violations: [{ path: ['x-long'], message: 'is too long' }] }),
    { non_field_errors: ['x-long is too long'], code: 'CODE' },
  ],
])('%j is written so', (given, body) => {
  expect(written(given)).toEqual(body);
});

test('an order that is not there, not the caller’s or not paid yet is not found; else a code', () => {
  const found = rejectionCodes.flatMap((code) => {
    const rejected = akinonEnvelope.rejected({ kind: 'rejected', code, detail: 'Why.' });
    if (rejected.status === 404) return [code];
    expect([rejected.status, written(rejected)]).toEqual([
      400,
      { non_field_errors: ['Why.'], code },
    ]);
    return [];
  });
  expect(found.sort()).toEqual([
    ...['CAPTURE_ORDER_NOT_AUTHORIZED', 'ORDER_NOT_FOUND', 'ORDER_OF_OTHER_STORE'],
  ]);
});

test('amounts in a refusal are in major units', () => {
  const rejected = akinonEnvelope.rejected({
    ...{ kind: 'rejected', code: 'CAPTURE_AMOUNT_TOO_LARGE' },
    ...{ detail: '9500 (SEK, minor units)', detailInMajorUnits: '95.00 SEK' },
  });
  expect(written(rejected)).toMatchObject({ non_field_errors: ['95.00 SEK'] });
});

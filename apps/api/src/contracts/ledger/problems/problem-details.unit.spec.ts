import { describe, expect, test } from '@jest/globals';
import { rejectionCodes } from '#ledger';
import { ledgerEnvelope, problemDetails } from './problem-details.js';
import { problemTypes } from './problem-types.js';
import { refuseRejection } from './problems.js';
import { rejectionProblems } from './rejection-problems.js';

const correlationId = '0d6c0f3e-32a4-4a6e-9d5b-0d3a4f6c1b11';
const internal = ['ORDER_OF_OTHER_STORE', 'CAPTURE_ORDER_NOT_AUTHORIZED'];

describe('problem details', () => {
  test('say what RFC 9457 and the contract ask for', () => {
    const { contentType, body } = ledgerEnvelope.write(
      { status: 422, code: 'ARTICLE_NOT_FOUND', detail: 'No row matches item 1.' },
      correlationId,
    );
    expect(contentType).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      type: '/v1/problems/ARTICLE_NOT_FOUND',
      title: 'No row of the order matches an item',
      status: 422,
      detail: 'No row matches item 1.',
      code: 'ARTICLE_NOT_FOUND',
      correlationId,
    });
  });

  test('point into the body with JSON pointers', () => {
    const violations = [
      { path: ['rows', 0, 'unitPrice'], message: 'is required' },
      { path: ['a/b~c'], message: 'is not a known field' },
      { path: [], message: 'must be an object' },
    ];
    const refusal = { status: 400, code: 'VALIDATION_ERROR', detail: 'wrong', violations };
    expect(problemDetails(refusal, correlationId).errors).toEqual([
      { pointer: '/rows/0/unitPrice', detail: 'is required' },
      { pointer: '/a~1b~0c', detail: 'is not a known field' },
      { pointer: '', detail: 'must be an object' },
    ]);
  });

  test('repeat the position that a refusal tells in its header', () => {
    const headers = { 'Ledger-Position': '17' };
    const refusal = { status: 412, code: 'POSITION_NOT_REACHED', detail: 'late', headers };
    expect(problemDetails(refusal, correlationId)).toMatchObject({ position: '17' });
  });
});

describe('a rejection', () => {
  test.each(rejectionCodes.filter((code) => !internal.includes(code)))(
    '%s keeps its code and is a documented problem',
    (code) => {
      expect(rejectionProblems[code].code).toBe(code);
      expect(problemTypes.get(code)).toEqual(rejectionProblems[code]);
    },
  );

  test('of an order of another store reads as one of an order that is not there', () => {
    const detail = 'anything';
    const other = refuseRejection({ code: 'ORDER_OF_OTHER_STORE', detail }).answer;
    const absent = refuseRejection({ code: 'ORDER_NOT_FOUND', detail: 'else' }).answer;
    expect(other).toEqual(absent);
    expect(other.status).toBe(404);
  });

  test('of an order not yet authorised is one of its status', () => {
    const detail = 'The payment is not authorised yet.';
    expect(refuseRejection({ code: 'CAPTURE_ORDER_NOT_AUTHORIZED', detail }).answer).toEqual({
      status: 422,
      code: 'CAPTURE_INVALID_INVOICE_STATUS',
      detail,
    });
  });

  test('is answered 422 unless it is about something that is not there', () => {
    const others = rejectionCodes.filter((code) => rejectionProblems[code].status !== 422);
    expect(others).toEqual([
      'ORDER_NOT_FOUND',
      'ORDER_OF_OTHER_STORE',
      'REAUTHORIZATION_NOT_FOUND',
    ]);
  });
});

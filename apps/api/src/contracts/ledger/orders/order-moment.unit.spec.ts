import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../../contract-kit/http-error.js';
import { orderMoment } from './orders.query.js';

describe('?at=', () => {
  test.each([
    ['0', { kind: 'revision', revision: 0 }],
    ['007', { kind: 'revision', revision: 7 }],
    ['2026-11-20T10:00:00Z', { kind: 'instant', instant: '2026-11-20T10:00:00.000Z' }],
    ['2026-11-20t11:00:00.5+01:00', { kind: 'instant', instant: '2026-11-20T10:00:00.500Z' }],
    ['2026-11-20T11:00:00 01:00', { kind: 'instant', instant: '2026-11-20T10:00:00.000Z' }],
  ])('%s is a moment', (at, moment) => {
    expect(orderMoment(at)).toEqual(moment);
  });

  test.each([
    '-1',
    '1.5',
    '1e3',
    '0x1',
    'now',
    '2026-11-20',
    '2026-02-30T00:00:00Z',
    '1234567890',
    ' 1',
  ])('%s is none', (at) => {
    expect(() => orderMoment(at)).toThrow(HttpError);
  });
});

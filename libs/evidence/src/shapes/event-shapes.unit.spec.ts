import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  arbitraryAttempts,
  arbitraryRegistration,
} from '../../../ledger/src/testing/histories/arbitrary-history.js';
import { runHistory } from '../../../ledger/src/testing/histories/run-history.js';
import { orderEventShapes } from './event-shapes.js';
import { instant, rate, storable, text } from './shape.js';

test('every event that any history decides has the shape of its type', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(arbitraryRegistration, arbitraryAttempts, (registration, attempts) => {
      for (const { type, data } of runHistory(registration, attempts).history) {
        seen.add(type);
        expect({ type, data, wrong: orderEventShapes[type](data) }).toEqual({ type, data });
      }
    }),
    { numRuns: 600, seed: 1 },
  );
  const unseen = Object.keys(orderEventShapes).filter((type) => !seen.has(type));
  expect(unseen).toEqual([]);
  const failed = { orderId: 'o1', reason: 'declined', failedAt: '2026-01-01T00:00:00.000Z' };
  expect(orderEventShapes.OrderAuthorizationFailed(failed)).toBeUndefined();
});

describe('a value', () => {
  test.each([
    '2026-02-28T23:59:59.999Z',
    '2024-02-29T00:00:00.000Z',
    '2026-12-31T00:00:00.000Z',
    '2026-04-30T00:00:00.000Z',
    '1999-12-31T00:00:00.000Z',
  ])('%s is an instant', (value) => {
    expect(instant(value)).toBeUndefined();
  });

  test.each([
    '2026-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-01',
    1,
    null,
  ])('%j is no instant', (value) => {
    expect(instant(value)).toBe('');
  });

  test('is a text', () => {
    expect([text('a'), text(1), text(undefined)]).toEqual([undefined, '', '']);
  });

  test.each(['\0', 'a\ud800'])('%j is no text that a database takes', (value) => {
    expect(storable(value)).toBe('');
    expect(storable({ a: [1, { b: value }] })).toBe('/a/1/b');
    expect(storable({ [value]: 1 })).toBe(`/${value}`);
  });

  test('is a rate with two decimals at most', () => {
    const rates = [0, 6, 12.5, 25, 1.1, 20.01, 5.55, 99.99];
    expect(rates.map(rate)).toEqual(rates.map(() => undefined));
    expect([1.001, NaN, Infinity, '25', null].map(rate)).toEqual(['', '', '', '', '']);
  });

  test('is named where it is wrong', () => {
    expect(orderEventShapes.OrderExpired({ orderId: 'x' })).toBe('/expiredAt');
    expect(orderEventShapes.OrderExpired(null)).toBe('');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatOrderCursor, parseOrderCursor } from './order-list.js';

const cursor = {
  placedAt: '2026-03-01T12:00:00.000Z',
  orderId: '8c1f0000-0000-5000-8000-000000000001',
};

describe('a cursor', () => {
  test('comes back as it was given out', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1900-01-01'),
          max: new Date('2999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        fc.uuid(),
        (placedAt, orderId) => {
          const given = { placedAt: placedAt.toISOString(), orderId };
          expect(parseOrderCursor(formatOrderCursor(given))).toEqual(given);
        },
      ),
    );
  });

  test('is opaque: letters, digits, dash and underscore', () => {
    expect(formatOrderCursor(cursor)).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test.each([
    ['nothing', ''],
    ['no cursor', 'abc'],
    ['an endless one', 'A'.repeat(100_000)],
    ['another instant', formatOrderCursor({ ...cursor, placedAt: 'yesterday' })],
    [
      'an instant without milliseconds',
      formatOrderCursor({ ...cursor, placedAt: '2026-03-01T12:00:00Z' }),
    ],
    ['the year 0', formatOrderCursor({ ...cursor, placedAt: '0000-01-01T00:00:00.000Z' })],
    ['a year before it', formatOrderCursor({ ...cursor, placedAt: '-000001-01-01T00:00:00.000Z' })],
    ['the last year', formatOrderCursor({ ...cursor, placedAt: '+275760-09-13T00:00:00.000Z' })],
    ['no order id', formatOrderCursor({ ...cursor, orderId: "1'; DROP TABLE orders" })],
    ['a part too many', formatOrderCursor({ ...cursor, orderId: `${cursor.orderId} x` })],
  ])('is refused if it is %s', (_what, text) => {
    expect(parseOrderCursor(text)).toBeUndefined();
  });

  test('is refused, not thrown over, whatever a caller sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = parseOrderCursor(text);
        if (parsed !== undefined)
          expect(parseOrderCursor(formatOrderCursor(parsed))).toEqual(parsed);
      }),
    );
  });
});

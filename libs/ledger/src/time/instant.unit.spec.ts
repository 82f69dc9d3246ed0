import { describe, expect, test } from '@jest/globals';
import { isDay, isInstant } from './instant.js';

describe('an instant', () => {
  test.each(['1900-01-01T00:00:00.000Z', '2026-03-01T12:00:00.000Z', '2999-12-31T23:59:59.999Z'])(
    'is %s',
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  test.each([
    '',
    'yesterday',
    '2026-03-01',
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00:00.000+00:00',
    '2026-02-30T12:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '1899-12-31T23:59:59.999Z',
    '3000-01-01T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
  ])('is not "%s"', (text) => {
    expect(isInstant(text)).toBe(false);
  });
});

test.each(['1900-01-01', '2024-02-29', '2026-03-31', '2999-12-31'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true);
});

test.each(['', '2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '0000-01-01', '3000-01-01'])(
  '"%s" is none',
  (text) => {
    expect(isDay(text)).toBe(false);
  },
);

test.each(['2026-3-1', '2026-03-01T00:00:00Z', ' 2026-03-01', '20260301'])(
  '"%s" is written otherwise',
  (text) => {
    expect(isDay(text)).toBe(false);
  },
);

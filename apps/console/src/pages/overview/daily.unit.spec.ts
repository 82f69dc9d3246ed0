import { describe, expect, test } from '@jest/globals';
import type { ReportRow, UnsettledCapture } from '../../api/types.js';
import { dayIn, lastDays } from '../../time/days.js';
import { dailyOf, sumOf } from './daily.js';

const row = (part: Partial<ReportRow>): ReportRow => ({
  ...{ store: 'a', currency: 'SEK', captures: 1, captured: 0, refunds: 0, refunded: 0, vat: [] },
  ...part,
});

const failure = (capturedAt: string, part: Partial<UnsettledCapture> = {}) =>
  ({
    store: 'a',
    currency: 'SEK',
    status: 'failed',
    amount: 7,
    capturedAt,
    ...part,
  }) as UnsettledCapture;

describe('the days of a store', () => {
  test('are those of its time zone', () => {
    const instant = new Date('2026-11-20T23:30:00Z');
    expect(dayIn('Europe/Stockholm', instant)).toBe('2026-11-21');
    expect(lastDays('UTC', 3, instant)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(lastDays('Europe/Stockholm', 1, instant)).toEqual(['2026-11-21']);
  });

  test('have what was captured, refunded and failed on them, of its own currency', () => {
    const account = { store: 'a', currency: 'SEK', timeZone: 'Europe/Stockholm' };
    const days = ['2026-11-19', '2026-11-20'];
    const daily = dailyOf(account, days, {
      rows: [
        row({ day: '2026-11-19', captured: 10, refunded: 3 }),
        row({ day: '2026-11-20', captured: 5 }),
        row({ day: '2026-11-20', captured: 100, currency: 'EUR' }),
        row({ day: '2026-11-20', captured: 100, store: 'b' }),
      ],
      failures: [
        failure('2026-11-18T23:30:00Z'),
        failure('2026-11-20T10:00:00Z', { status: 'requested' }),
        failure('2026-11-20T10:00:00Z', { store: 'b' }),
      ],
    });
    expect(daily).toEqual({ captured: [10, 5], refunded: [3, 0], failed: [7, 0] });
    expect(sumOf(daily.captured)).toBe(15);
  });
});

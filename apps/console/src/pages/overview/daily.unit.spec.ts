import { describe, expect, test } from '@jest/globals';
import type { DailyRow } from '../../api/types.js';
import { sumOf } from '../../money/money.js';
import { dayIn, lastDays } from '../../time/times.js';
import { dailyOf } from './daily.js';

const row = (part: Partial<DailyRow>): DailyRow => ({
  ...{ store: 'a', currency: 'SEK', day: '2026-11-20' },
  ...{ captured: 0, refunded: 0, unsettled: 0, failed: 0, failedCaptures: 0 },
  ...part,
});

describe('the days of a store', () => {
  test('are those of its time zone', () => {
    const instant = new Date('2026-11-20T23:30:00Z');
    expect(dayIn('Europe/Stockholm', instant)).toBe('2026-11-21');
    const inUtc = lastDays(dayIn('UTC', instant), 3);
    expect(inUtc).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(lastDays(dayIn('Europe/Stockholm', instant), 1)).toEqual(['2026-11-21']);
  });

  test('have what happened on them, of the store and currency alone', () => {
    const account = { store: 'a', currency: 'SEK', timeZone: 'Europe/Stockholm' };
    const daily = dailyOf(
      account,
      ['2026-11-19', '2026-11-20', '2026-11-21'],
      [
        row({ day: '2026-11-19', captured: 10, refunded: 3, unsettled: -3 }),
        row({ day: '2026-11-20', captured: 5, unsettled: 5, failed: 7 }),
        row({ captured: 100, currency: 'EUR' }),
        row({ captured: 100, store: 'b' }),
        row({ day: '2026-10-20', captured: 100 }),
      ],
    );
    expect(daily).toEqual({
      ...{ captured: [10, 5, 0], refunded: [3, 0, 0] },
      ...{ unsettled: [-3, 5, 0], failed: [0, 7, 0] },
    });
    expect(sumOf(daily.captured)).toBe(15);
  });
});

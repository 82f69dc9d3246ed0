import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayStart, settlementDue, type SettlementRule } from './settlement-due.js';
import { localDay } from './time-zones.js';

const stockholm = 'Europe/Stockholm';
const start = (day: string, timeZone: string): string =>
  new Date(dayStart(day, timeZone)).toISOString();

describe('a day', () => {
  test.each([
    ['in summer', '2026-07-01', stockholm, '2026-06-30T22:00:00.000Z'],
    ['in winter', '2026-01-01', stockholm, '2025-12-31T23:00:00.000Z'],
    ['when clocks go forward', '2026-03-29', stockholm, '2026-03-28T23:00:00.000Z'],
    ['after they went forward', '2026-03-30', stockholm, '2026-03-29T22:00:00.000Z'],
    ['when clocks go back', '2026-10-25', stockholm, '2026-10-24T22:00:00.000Z'],
    ['after they went back', '2026-10-26', stockholm, '2026-10-25T23:00:00.000Z'],
    [
      'whose midnight does not exist',
      '2018-11-04',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000Z',
    ],
    ['far ahead', '2026-03-29', 'Pacific/Kiritimati', '2026-03-28T10:00:00.000Z'],
    ['far behind', '2026-03-29', 'Pacific/Pago_Pago', '2026-03-29T11:00:00.000Z'],
    ['at UTC', '2026-03-29', 'UTC', '2026-03-29T00:00:00.000Z'],
  ])('begins %s', (...[, day, timeZone, instant]) => {
    expect(start(day, timeZone)).toBe(instant);
  });

  test('begins at the first instant that clocks show it', () => {
    const zones = fc.constantFrom(stockholm, 'America/New_York', 'Asia/Kathmandu', 'UTC');
    const days = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2037-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, days, (timeZone, date) => {
        const day = date.toISOString().slice(0, 10);
        const at = dayStart(day, timeZone);
        expect([localDay(at - 1, timeZone) < day, localDay(at, timeZone)]).toEqual([true, day]);
      }),
      { numRuns: 300 },
    );
  });
});

const due = (
  rule: SettlementRule,
  { now, first, last }: { now: string; first?: string; last?: string },
): string | undefined =>
  settlementDue(
    { rule, timeZone: stockholm },
    {
      ...(first !== undefined && { firstUnsettledAt: first }),
      ...(last !== undefined && { lastPeriodEnd: last }),
    },
    now,
  );

describe('a settlement is due', () => {
  test.each<[string, SettlementRule, Parameters<typeof due>[1], string | undefined]>([
    [
      'daily, at midnight of a day of 23 hours',
      'daily',
      { first: '2026-03-29T08:00:00.000Z', now: '2026-03-29T22:00:00.000Z' },
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'not a millisecond before',
      'daily',
      { first: '2026-03-29T08:00:00.000Z', now: '2026-03-29T21:59:59.999Z' },
      undefined,
    ],
    [
      'daily, at midnight of a day of 25 hours',
      'daily',
      { first: '2026-10-25T08:00:00.000Z', now: '2026-10-25T23:00:00.000Z' },
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'not an hour before, when another zone has its midnight',
      'daily',
      { first: '2026-10-25T08:00:00.000Z', now: '2026-10-25T22:59:59.999Z' },
      undefined,
    ],
    [
      'weekly, on Monday, in a week with 23 hours in a day',
      'weekly',
      { first: '2026-03-24T08:00:00.000Z', now: '2026-03-29T22:00:00.000Z' },
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'weekly, not on Sunday',
      'weekly',
      { first: '2026-03-24T08:00:00.000Z', now: '2026-03-29T12:00:00.000Z' },
      undefined,
    ],
    [
      'monthly, on the first, across a change of clocks',
      'monthly',
      { first: '2026-03-02T08:00:00.000Z', now: '2026-04-01T05:00:00.000Z' },
      '2026-03-31T22:00:00.000Z',
    ],
    [
      'monthly, in the autumn',
      'monthly',
      { first: '2026-10-02T08:00:00.000Z', now: '2026-10-31T23:00:00.000Z' },
      '2026-10-31T23:00:00.000Z',
    ],
    ['not if there is nothing', 'daily', { now: '2026-03-29T22:00:00.000Z' }, undefined],
    [
      'not if everything there is came after midnight',
      'daily',
      { first: '2026-03-29T22:00:00.000Z', now: '2026-03-30T10:00:00.000Z' },
      undefined,
    ],
    [
      'once for a period: what came late falls into the next',
      'daily',
      {
        first: '2026-03-29T21:59:59.000Z',
        last: '2026-03-29T22:00:00.000Z',
        now: '2026-03-29T22:00:01.000Z',
      },
      undefined,
    ],
    [
      'and then with it',
      'daily',
      {
        first: '2026-03-29T21:59:59.000Z',
        last: '2026-03-29T22:00:00.000Z',
        now: '2026-03-30T22:00:00.000Z',
      },
      '2026-03-30T22:00:00.000Z',
    ],
    [
      'after days without a worker, up to the last midnight',
      'daily',
      {
        first: '2026-03-25T08:00:00.000Z',
        last: '2026-03-24T23:00:00.000Z',
        now: '2026-03-30T10:00:00.000Z',
      },
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'after a cut by hand in the middle of the day',
      'daily',
      {
        first: '2026-03-29T13:00:00.000Z',
        last: '2026-03-29T12:00:00.000Z',
        now: '2026-03-29T22:00:00.000Z',
      },
      '2026-03-29T22:00:00.000Z',
    ],
  ])('%s', (...[, rule, given, expected]) => {
    expect(due(rule, given)).toBe(expected);
  });
});

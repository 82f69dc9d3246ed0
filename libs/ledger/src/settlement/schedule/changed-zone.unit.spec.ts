import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closeSettlement } from '../close-settlement.js';
import { evolveSettlement } from '../evolve-settlement.js';
import type { SettlementAccount } from '../settlement-account.js';
import type { SettlementClosed } from '../settlement-events.js';
import { settlementDue, type SettlementRule } from './settlement-due.js';
import { localDay } from './time-zones.js';

const account = { storeId: 'demo-se', currency: 'SEK' };
const hourMs = 3_600_000;

interface Hour {
  /** The time zone that the store has from this hour on; absent if the zone does not change. */
  readonly zone?: string;
  /** True if a sale of the store is settled in this hour. */
  readonly sells: boolean;
  /** True if the worker runs at the end of this hour. */
  readonly works: boolean;
}

interface Life {
  readonly rule: SettlementRule;
  readonly start: Date;
  readonly hours: readonly Hour[];
}

type Cut = SettlementClosed['data'];

/**
 * The settlements that the worker closes (each by a cut) and the times of the store's sales,
 * simulated hour by hour.
 */
const lived = ({ rule, start, hours }: Life): { cuts: Cut[]; sales: string[] } => {
  const [cuts, sales]: [Cut[], string[]] = [[], []];
  let state: SettlementAccount | undefined;
  let [timeZone, unsettled] = ['UTC', [] as string[]];
  hours.forEach(({ zone, sells, works }, index) => {
    timeZone = zone ?? timeZone;
    const from = start.getTime() + index * hourMs;
    if (sells) unsettled.push(new Date(from + 1).toISOString());
    if (!works) return;
    const now = new Date(from + hourMs).toISOString();
    const head = {
      cuts: state?.last.number ?? 0,
      ...(state && { lastPeriodEnd: state.last.periodEnd }),
      ...(unsettled[0] !== undefined && { firstUnsettledAt: unsettled[0] }),
    };
    const periodEnd = settlementDue({ rule, timeZone }, head, now);
    if (periodEnd === undefined) return;
    const command = { ...account, timeZone, at: now, periodEnd, reason: 'schedule', head } as const;
    const decision = closeSettlement(state, command);
    if (decision.kind !== 'accepted') throw new Error(decision.kind);
    const { event, cause } = decision;
    state = evolveSettlement(state, { ...event, cause });
    cuts.push(event.data as Cut);
    sales.push(...unsettled);
    unsettled = [];
  });
  return { cuts, sales: [...sales, ...unsettled] };
};

const zones = fc.constantFrom(
  ...['UTC', 'Europe/Stockholm', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'],
  ...['America/New_York', 'Australia/Lord_Howe', 'America/Nuuk', 'Etc/GMT+12', 'Etc/GMT-14'],
);
const hour = fc.record({
  zone: fc.option(zones, { nil: undefined, freq: 12 }),
  sells: fc.boolean(),
  works: fc.boolean(),
}) as fc.Arbitrary<Hour>;
const life = fc.record({
  rule: fc.constantFrom<SettlementRule>('daily', 'weekly', 'monthly'),
  start: fc.date({
    min: new Date('2019-01-01'),
    max: new Date('2037-01-01'),
    noInvalidDate: true,
  }),
  hours: fc.array(hour, { minLength: 1, maxLength: 24 * 70, size: 'max' }),
});

test('however often its zone changes, a store’s periods follow one another without gap or overlap', () => {
  fc.assert(
    fc.property(life, (given) => {
      const { cuts } = lived(given);
      cuts.forEach((cut, index) => {
        expect(cut.periodEnd > cut.periodStart).toBe(true);
        expect(cut.closedAt >= cut.periodEnd).toBe(true);
        if (index > 0) expect(cut.periodStart).toBe(cuts[index - 1]!.periodEnd);
        // The period must end at the beginning of a day. The day is taken in the zone that the
        // store had when the settlement was closed.
        const before = localDay(Date.parse(cut.periodEnd) - 1, cut.timeZone);
        expect(localDay(cut.periodEnd, cut.timeZone) > before).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});

test('a change of the zone delays no settlement by more than the days that the zones are apart', () => {
  const hours = (zone?: string): Hour[] =>
    Array.from({ length: 48 }, (_, index) => ({
      ...(index === 0 && zone !== undefined && { zone }),
      ...{ sells: true, works: true },
    }));
  const start = new Date('2026-03-01T00:00:00.000Z');
  const moves = [...hours(), ...hours('Pacific/Pago_Pago'), ...hours('Pacific/Kiritimati')];
  const { cuts } = lived({ rule: 'daily', start, hours: moves });
  expect(
    cuts.map(({ periodStart, periodEnd, timeZone }) => [periodStart, periodEnd, timeZone]),
  ).toEqual([
    ['2026-03-01T00:00:00.001Z', '2026-03-02T00:00:00.000Z', 'UTC'],
    ['2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z', 'UTC'],
    ['2026-03-03T00:00:00.000Z', '2026-03-03T11:00:00.000Z', 'Pacific/Pago_Pago'],
    ['2026-03-03T11:00:00.000Z', '2026-03-04T11:00:00.000Z', 'Pacific/Pago_Pago'],
    ['2026-03-04T11:00:00.000Z', '2026-03-05T10:00:00.000Z', 'Pacific/Kiritimati'],
    ['2026-03-05T10:00:00.000Z', '2026-03-06T10:00:00.000Z', 'Pacific/Kiritimati'],
  ]);
});

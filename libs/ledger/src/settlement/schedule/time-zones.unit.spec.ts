import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localDay, zoneOffsets } from './time-zones.js';
const now = Date.UTC(2026, 10, 30);
const hour = 3_600;

/** The calendar day computed from the offsets alone, as SQL queries compute it. */
const dayByOffset = (at: number, timeZone: string): string => {
  const { changes, offsets } = zoneOffsets(timeZone, now);
  const index = changes.filter((change) => change <= at).length;
  return new Date(at + offsets[index]! * 1_000).toISOString().slice(0, 10);
};

describe('the offsets of a time zone', () => {
  test('are one where clocks are never changed', () => {
    expect(zoneOffsets('UTC', now)).toMatchObject({ changes: [], offsets: [0] });
    expect(zoneOffsets('Etc/GMT-14', now)).toMatchObject({ changes: [], offsets: [14 * hour] });
  });

  test('change at the instant at which clocks do', () => {
    const { changes, offsets } = zoneOffsets('Europe/Stockholm', now);
    const index = changes.indexOf(Date.UTC(2026, 2, 29, 1));
    expect(index).toBeGreaterThan(10);
    expect(offsets.slice(index, index + 2)).toEqual([1 * hour, 2 * hour]);
    expect(changes[index + 1]).toBe(Date.UTC(2026, 9, 25, 1));
    expect(offsets).toHaveLength(changes.length + 1);
  });

  test('have the half hour of Lord Howe and the hour that Almaty gave up', () => {
    expect(new Set(zoneOffsets('Australia/Lord_Howe', now).offsets)).toEqual(
      new Set([10.5 * hour, 11 * hour]),
    );
    expect(zoneOffsets('Asia/Almaty', now)).toMatchObject({
      changes: [Date.UTC(2024, 1, 29, 18)],
      offsets: [6 * hour, 5 * hour],
    });
  });

  test('reach a year ahead, also when asked much later', () => {
    // The offsets are cached. An earlier test may have made the cache reach further than one year
    // ahead, so the test asks for a year after the last known change.
    const known = zoneOffsets('Europe/Berlin', now).changes.at(-1)!;
    const later = known + 366 * 86_400_000;
    const changes = zoneOffsets('Europe/Berlin', later).changes.filter((change) => change > later);
    expect(changes.length).toBeGreaterThanOrEqual(2);
  });

  test('give the day that the calendar of the zone has', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: now + 365 * 86_400_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (timeZone, at) => {
        expect(dayByOffset(at, timeZone)).toBe(localDay(at, timeZone));
      }),
      { numRuns: 300 },
    );
  });
});

import { expect, test } from '@jest/globals';
import { clockText, durationText, minuteText, timeText, zoneText } from './times.js';

test('a time names its zone, in the clock of the reader', () => {
  const instant = '2026-11-20T10:04:05.678Z';
  expect(clockText(instant)).toMatch(/^2026-11-(?:19|20|21) \d\d:\d\d:05$/);
  expect(minuteText(instant)).toBe(clockText(instant).slice(0, -3));
  expect(zoneText(instant)).toMatch(/^(?:UTC|[+-]\d\d:\d\d)$/);
  expect(timeText(instant)).toBe(`${clockText(instant)} ${zoneText(instant)}`);
  // Both texts depend on the time zone of the machine. Together they must give the same instant.
  const zone = zoneText(instant) === 'UTC' ? 'Z' : zoneText(instant);
  const read = new Date(`${clockText(instant).replace(' ', 'T')}${zone}`);
  expect(read.toISOString()).toBe('2026-11-20T10:04:05.000Z');
});

test.each([
  [-1, '0 s'],
  [59.9, '59 s'],
  [3_600, '1 h'],
  [200_000, '2 d'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

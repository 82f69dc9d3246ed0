import { describe, expect, test } from '@jest/globals';
import { isTimeZone, canonicalTimeZone, timeZones } from './time-zones.js';

describe('the time zone of a store', () => {
  test.each([
    ...['UTC', 'Etc/UTC', 'Etc/GMT+1', 'Etc/GMT-14', 'Europe/Stockholm', 'Europe/Kyiv'],
    ...['Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'America/Indiana/Knox'],
    ...['America/Nuuk', 'Australia/Lord_Howe', 'Pacific/Kanton', 'Antarctica/Troll'],
  ])('can be %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
    expect(canonicalTimeZone(name)).toBe(name);
  });

  test.each([
    ...['', '+01:00', '-0300', 'Mars/Olympus', ' UTC', 'utc', 'europe/stockholm', 'a'.repeat(65)],
    ...['BST', 'IST', 'AET', 'ACT', 'PST', 'EST', 'EST5EDT', 'CET', 'GMT', 'Etc/GMT', 'Z', 'Zulu'],
    ...['US/Eastern', 'Japan', 'GB', 'Cuba', 'PRC', 'Etc/GMT+13', 'Etc/GMT-15', 'Etc/Greenwich'],
    ...['Asia/Calcutta', 'Europe/Kiev', 'America/Buenos_Aires', 'constructor', '__proto__'],
    ...['Europe/Stockholm\n', 'Factory', 'localtime', 'posixrules', 'SystemV/EST5'],
  ])('cannot be "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  test.each([
    ['BST', 'Asia/Dhaka'],
    ['IST', 'Asia/Kolkata'],
    ['AET', 'Australia/Sydney'],
    ['US/Eastern', 'America/New_York'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Etc/GMT', 'UTC'],
    ['gone', 'UTC'],
  ])('stored as %s is %s, by which its settlements were cut', (stored, meant) => {
    expect(canonicalTimeZone(stored)).toBe(meant);
  });

  test('is one of those that the runtime has, each under one name', () => {
    expect(timeZones.size).toBeGreaterThan(400);
    const runtimeNames = [...timeZones].map(
      (timeZone) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone,
    );
    // The runtime has only one name for UTC and Etc/UTC, so there is one name fewer than zones.
    expect(new Set(runtimeNames).size).toBe(timeZones.size - 1);
  });
});

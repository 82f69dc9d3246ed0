import { describe, expect, test } from '@jest/globals';
import { isStoreName } from './is-store-name.js';
import { isTimeZone } from './is-time-zone.js';

describe('the time zone of a store', () => {
  test.each(['UTC', 'Europe/Stockholm', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'])(
    'can be %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  test.each(['', '+01:00', '-0300', 'Mars/Olympus', ' UTC', 'a'.repeat(65)])(
    'cannot be "%s"',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe('the name of a store', () => {
  test.each(['D', 'Demo', 'x'.repeat(256), '😀'.repeat(256)])('can be "%s"', (text) => {
    expect(isStoreName(text)).toBe(true);
  });

  test.each(['', 'x'.repeat(257), '😀'.repeat(257), 'x'.repeat(100_000)])(
    'cannot be as long as "%s"',
    (text) => {
      expect(isStoreName(text)).toBe(false);
    },
  );
});

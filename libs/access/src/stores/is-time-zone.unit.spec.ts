import { describe, expect, test } from '@jest/globals';
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

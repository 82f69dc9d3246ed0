import { describe, expect, test } from '@jest/globals';
import { changedDetails, detailsOf, isTakenAway } from './store-details.js';

const before = detailsOf({
  name: 'Demo',
  timeZone: 'UTC',
  address: { line1: 'Storgatan 1', city: 'Umeå' },
});

describe('the details of a store', () => {
  test('are sent as far as they changed, an address as a whole', () => {
    expect(changedDetails(before, before)).toEqual({});
    expect(changedDetails(before, { ...before, name: ' Demo ', countryCode: 'se' })).toEqual({
      countryCode: 'SE',
    });
    expect(changedDetails(before, { ...before, line2: 'lgh 2' })).toEqual({
      address: { line1: 'Storgatan 1', line2: 'lgh 2', city: 'Umeå' },
    });
    expect(changedDetails(before, { ...before, timeZone: 'Asia/Tokyo', line1: '' })).toEqual({
      timeZone: 'Asia/Tokyo',
      address: { city: 'Umeå' },
    });
  });

  test('cannot be taken away, but for a part of an address', () => {
    expect(isTakenAway('name', before, { ...before, name: ' ' })).toBe(true);
    expect(isTakenAway('taxNumber', before, before)).toBe(false);
    expect(isTakenAway('city', before, { ...before, city: '' })).toBe(false);
    expect(isTakenAway('city', before, { ...before, city: '', line1: '' })).toBe(true);
    expect(changedDetails(before, { ...before, name: '', city: '', line1: '' })).toEqual({});
  });
});

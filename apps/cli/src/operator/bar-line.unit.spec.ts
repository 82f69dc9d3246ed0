import { expect, test } from '@jest/globals';
import { barLine } from './bar-line.js';

const progress = { step: 'reading', events: 12_000, rate: 98_765.4, seconds: 3 };

test('a bar says how much is done, how fast, and how long it takes', () => {
  expect(barLine({ ...progress, share: 0.25 })).toBe(
    '[######..................] 25 %  reading 12,000 events, 98,765/s, 9 s left',
  );
});

test('without a known end there is no bar', () => {
  expect(barLine({ ...progress, share: undefined })).toBe('reading 12,000 events, 98,765/s');
});

test('at the beginning the time left is not known', () => {
  expect(barLine({ ...progress, share: 0 })).toBe(
    '[........................] 0 %  reading 12,000 events, 98,765/s',
  );
});

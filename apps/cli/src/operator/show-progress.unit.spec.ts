import { expect, test } from '@jest/globals';
import { barLine, progressLine } from './show-progress.js';

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

test.each([
  [
    'midway',
    { step: 'loading', events: 120_000, position: 150n, end: 600n, seconds: 4 },
    'reading the log: 120,000 events, 25 %, 30,000/s, 12 s left',
  ],
  [
    'before the first event',
    { step: 'loading', events: 0, position: -1n, end: 600n, seconds: 0 },
    'reading the log: 0 events, 0 %, 0/s',
  ],
  [
    'when all is read',
    { step: 'indexing', events: 400_000, position: 610n, end: 600n, seconds: 10 },
    'making indexes: 400,000 events, 100 %, 40,000/s',
  ],
  [
    'of an empty log',
    { step: 'switching', events: 0, position: -1n, end: -1n, seconds: 0.5 },
    'switching: 0 events, 100 %, 0/s',
  ],
] as const)('progress %s', (_when, progress, line) => {
  expect(progressLine(progress)).toBe(line);
});

import { expect, test } from '@jest/globals';
import { progressLine } from './progress-line.js';

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

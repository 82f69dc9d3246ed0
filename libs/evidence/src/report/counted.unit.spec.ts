import { expect, test } from '@jest/globals';
import { counted } from './counted.js';

test('a count of one has a singular noun', () => {
  expect(counted(1, 'event')).toBe('1 event');
  expect(counted(1, 'history', 'histories')).toBe('1 history');
});

test('every other count has a plural one', () => {
  expect(counted(0, 'event')).toBe('0 events');
  expect(counted(1_234, 'event')).toBe('1,234 events');
  expect(counted(2, 'history', 'histories')).toBe('2 histories');
});

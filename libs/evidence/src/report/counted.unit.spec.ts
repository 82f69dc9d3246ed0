import { expect, test } from '@jest/globals';
import { counted } from './counted.js';

test.each([
  [0, 'event', undefined, '0 events'],
  [1, 'event', undefined, '1 event'],
  [1_234, 'event', undefined, '1,234 events'],
  [1, 'history', 'histories', '1 history'],
  [2, 'history', 'histories', '2 histories'],
])('%i of %s', (count, one, many, text) => {
  expect(counted(count, one, many)).toBe(text);
});

import { expect, test } from '@jest/globals';
import { assertLoopback, isLoopback } from './target.js';

test.each([
  ['http://127.0.0.1:8080', true],
  ['http://localhost', true],
  ['http://[::1]:8080', true],
  ['esdb://127.0.0.1:2113?tls=false', true],
  ['http://127.0.0.1.example.com', false],
  ['http://10.0.0.1:8080', false],
  ['esdb://user:secret@events.example.com:2113', false],
])('%s is here: %s', (url, here) => {
  expect(isLoopback(url)).toBe(here);
});

test('an address elsewhere is refused', () => {
  expect(() => {
    assertLoopback(['http://127.0.0.1', undefined, 'http://example.com']);
  }).toThrow('example.com is not here.');
});

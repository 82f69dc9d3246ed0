import { expect, test } from '@jest/globals';
import { wantedFormat } from './wanted-format.js';

test.each([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['TEXT/CSV; charset=utf-8', 'csv'],
  ['text/*', 'csv'],
  ['application/x-ndjson', 'ndjson'],
  ['application/json;q=0.5, text/csv', 'csv'],
  ['text/csv;q=0.5, application/x-ndjson;q=0.9', 'ndjson'],
  ['text/csv;q=0, */*;q=0.1', 'json'],
  ['text/html', 'json'],
  ['text/csv;q=nonsense', 'json'],
  ['', 'json'],
])('Accept: %s is answered with %s', (accept, format) => {
  expect(wantedFormat(accept)).toBe(format);
});

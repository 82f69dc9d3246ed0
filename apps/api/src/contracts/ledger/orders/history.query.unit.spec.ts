import { expect, test } from '@jest/globals';
import { QueryPipe } from '../requests/query-pipe.js';
import { historyLimitOf, HistoryQuery } from './history-page.js';

const read = (query: object): HistoryQuery => new QueryPipe(HistoryQuery).transform(query);

test('a history is asked for as a list is, but has 1,000 entries a page by default', () => {
  expect(historyLimitOf(read({}))).toBe(1_000);
  expect(historyLimitOf(read({ limit: '7' }))).toBe(7);
  expect(read({ limit: '7', cursor: 'abc' })).toEqual({ limit: '7', cursor: 'abc' });
  for (const limit of ['0', '1001', 'ten']) expect(() => read({ limit })).toThrow('limit must be');
});

import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../contract-kit/http-error.js';
import { names } from './walley-query.js';

const taken = names('page', 'perPage', 'query', 'filter');

const read = (query: string): [string, string][] => [...taken.read(`/manage/orders?${query}`)];

describe('a query', () => {
  test.each([
    ['Page=2&PERPAGE=3', [['page', '2'], ['perPage', '3']]],
    ['filter[]=a&filter[]=b', [['filter', 'a'], ['filter', 'b']]],
    ['filter[0]=a&Filter[12]=b', [['filter', 'a'], ['filter', 'b']]],
    ['FILTER%5B%5D=a&filter=b', [['filter', 'a'], ['filter', 'b']]],
    ['page=1&PAGE=2', [['page', '1'], ['page', '2']]],
    ['', []],
  ])('%s is read by the names of the contract', (query, values) => {
    expect(read(query)).toEqual(values);
  }); // prettier-ignore

  test.each([
    'status=Activated',
    'filters=a',
    'filter[a]=b',
    'filter[][]=a',
    'filter[=a',
    'page[]=1',
    'perPage[0]=1',
    '=1',
    'p%00age=1',
    `${'x'.repeat(5000)}=1`,
  ])('%s is refused', (query) => {
    expect(() => read(query)).toThrow(HttpError);
  });

  test('is refused with the name it has, cut short, and those there are', () => {
    const long = 'x'.repeat(5_000);
    expect(() => read(`${long}=1`)).toThrow(
      expect.objectContaining({
        answer: {
          status: 422,
          code: 'INVALID_QUERY',
          detail: `${long.slice(0, 50)} is no parameter of this call; there are: page, perPage, query, filter.`,
        },
      }),
    );
  });

  test('is none where the URL has none', () => {
    expect([...taken.read('/manage/orders')]).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { parametersOf, searchIn, settlementQueryOf } from './settlement-search.js';

const search = (text: string) => searchIn(new URLSearchParams({ q: text }));

describe('a search for settlements', () => {
  test.each([
    ['BG-20261121-001', { q: 'BG-20261121-001' }],
    ['241.66', { total: 24_166 }],
    ['1 241,66', { total: 124_166 }],
    ['-5', { total: -500 }],
    ['1.241,66 SEK', { total: 124_166 }],
    ['no. 7', { number: 7 }],
    ['#12', { number: 12 }],
    ['no. 0', { q: 'no. 0' }],
    ['', {}],
  ])('for %j', (text, query) => {
    expect(settlementQueryOf(search(text), 2)).toEqual(query);
  });

  test('stands in the address', () => {
    const given = { text: 'BG 1', store: 'demo-se', payout: 'due' } as const;
    expect(searchIn(parametersOf(given))).toEqual(given);
    expect(settlementQueryOf(given, 2)).toEqual({
      q: 'BG 1',
      store: 'demo-se',
      payout: 'due',
    });
  });
});

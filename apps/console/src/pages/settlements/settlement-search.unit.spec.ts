import { describe, expect, test } from '@jest/globals';
import { meantAmounts } from '../../money/meant-amounts.js';
import {
  parametersOf,
  searchIn,
  settlementQueryOf,
  unsignedText,
  type SettlementSearch,
} from './settlement-search.js';

const search = (text: string) => searchIn(new URLSearchParams({ q: text }));

const queryOf = (given: SettlementSearch) =>
  settlementQueryOf(given, meantAmounts(unsignedText(given), ['SEK'], () => 2)[0]);

describe('a search for settlements', () => {
  test.each([
    ['BG-20261121-001', { q: 'BG-20261121-001' }],
    ['241.66', { total: 24_166, decimals: 2 }],
    ['1 241,66', { total: 124_166, decimals: 2 }],
    ['-5', { total: -500, decimals: 2 }],
    ['1.241,66 SEK', { total: 124_166, decimals: 2 }],
    ['no. 7', { number: 7 }],
    ['#12', { number: 12 }],
    ['no. 0', { q: 'no. 0' }],
    ['', {}],
  ])('for %j', (text, query) => {
    expect(queryOf(search(text))).toEqual(query);
  });

  test('stands in the address', () => {
    const given = { text: 'BG 1', store: 'demo-se', payout: 'due' } as const;
    expect(searchIn(parametersOf(given))).toEqual(given);
    expect(queryOf(given)).toEqual({
      q: 'BG 1',
      store: 'demo-se',
      payout: 'due',
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { chosenAmount, orderQueryOf, parametersOf, searchIn, searchedBy } from './order-search.js';

const search = (text: string) => searchIn(new URLSearchParams({ q: text }));

const inKronor = (minor: number | undefined) =>
  minor === undefined ? undefined : { minor, decimals: 2 };

describe('a search for orders', () => {
  test.each([
    ['285.00', 28_500, 'amount'],
    ['285,5', 28_550, 'amount'],
    ['1 285,50', 128_550, 'amount'],
    ['1,285.50', 128_550, 'amount'],
    ['285 SEK', 28_500, 'amount'],
    ['SEK 285', 28_500, 'amount'],
    ['SEK285', 28_500, 'text'],
    ['285', 28_500, 'text'],
    ['A-285.00', undefined, 'text'],
    ['Lindgren', undefined, 'text'],
  ])('for %j is by what it looks like', (text, amount, by) => {
    expect(searchedBy(search(text), inKronor(amount))).toBe(by);
  });

  test('is by the way that was chosen, where the text can be both', () => {
    expect(searchedBy({ ...search('285'), by: 'amount' }, inKronor(28_500))).toBe('amount');
    expect(searchedBy({ ...search('285.00'), by: 'text' }, inKronor(28_500))).toBe('text');
    expect(searchedBy({ ...search('x'), by: 'amount' }, undefined)).toBe('text');
  });

  test('asks the API for what was given', () => {
    const given = { ...search(' 285.00 '), store: 'demo-se', status: 'Activated' } as const;
    expect(orderQueryOf(given, inKronor(28_500))).toEqual({
      amount: 28_500,
      decimals: 2,
      store: 'demo-se',
      status: 'Activated',
    });
    expect(orderQueryOf(search('ship-1'), undefined)).toEqual({ q: 'ship-1' });
    expect(orderQueryOf(search('#1001'), undefined)).toEqual({ q: '1001' });
    expect(orderQueryOf(search('#'), undefined)).toEqual({ q: '#' });
    expect(orderQueryOf(search('  '), undefined)).toEqual({});
  });

  test.each(['2026-13-45', '2026-11-99', '2026-02-30', '2027-02-29'])(
    'leaves out the day %s, which does not exist',
    (day) => {
      const given = searchIn(new URLSearchParams({ from: day, to: day }));
      expect(orderQueryOf(given, undefined)).toEqual({});
    },
  );

  test('is for the amount in the chosen currency, or else for the first', () => {
    const kronor = { minor: 100, decimals: 2, currencies: ['SEK', 'EUR'] };
    const yen = { minor: 1, decimals: 0, currencies: ['JPY'] };
    const chosen = (currency: string) => chosenAmount({ currency }, [kronor, yen]);
    expect([chosen(''), chosen('EUR'), chosen('JPY'), chosen('XXX')]).toEqual([
      ...[kronor, kronor, yen, kronor],
    ]);
    expect(chosenAmount({ currency: 'JPY' }, [])).toBeUndefined();
  });

  test('stands in the address, and comes back from it', () => {
    const given = {
      ...search('x&y=z'),
      by: 'text',
      currency: 'JPY',
      store: 'a',
      from: '2026-11-01',
    } as const;
    expect(searchIn(parametersOf(given))).toEqual(given);
    expect(searchIn(new URLSearchParams('status=Nonsense&by=no'))).toMatchObject({
      status: '',
      by: '',
    });
  });
});

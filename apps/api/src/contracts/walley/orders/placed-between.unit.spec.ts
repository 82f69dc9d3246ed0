import { describe, expect, test } from '@jest/globals';
import { placedBetween } from './requested-orders.js';

describe('placedBetween', () => {
  test.each([
    [[], {}],
    [['', ''], {}],
    [['2021-03-01'], { placedFrom: '2021-03-01T00:00:00.000Z' }],
    [
      ['2021-03-01', '2021-03-04'],
      { placedFrom: '2021-03-01T00:00:00.000Z', placedBefore: '2021-03-05T00:00:00.000Z' },
    ],
    [['', '2020-02-29'], { placedBefore: '2020-03-01T00:00:00.000Z' }],
    [
      ['2021-03-01T12:00:00+02:00', '2021-03-01T12:00:00.1234567Z'],
      { placedFrom: '2021-03-01T10:00:00.000Z', placedBefore: '2021-03-01T12:00:00.124Z' },
    ],
    [['0001-01-01', '9999-12-31'], { placedFrom: '0001-01-01T00:00:00.000Z' }],
  ])('reads %j', (values, expected) => {
    expect(placedBetween(values).in('UTC')).toEqual(expected);
  });

  test('takes days where the store is, also those with 23 and 25 hours', () => {
    const stockholm = (...values: string[]) => placedBetween(values).in('Europe/Stockholm');
    expect(stockholm('2021-03-01', '2021-03-04')).toEqual({
      placedFrom: '2021-02-28T23:00:00.000Z',
      placedBefore: '2021-03-04T23:00:00.000Z',
    });
    expect(stockholm('2021-03-28', '2021-03-28')).toEqual({
      placedFrom: '2021-03-27T23:00:00.000Z',
      placedBefore: '2021-03-28T22:00:00.000Z',
    });
    expect(stockholm('2021-10-31', '2021-10-31')).toEqual({
      placedFrom: '2021-10-30T22:00:00.000Z',
      placedBefore: '2021-10-31T23:00:00.000Z',
    });
    expect(placedBetween(['2021-03-01']).in('Pacific/Auckland')).toEqual({
      placedFrom: '2021-02-28T11:00:00.000Z',
    });
  });

  test('takes times as they are, in whatever zone', () => {
    const placed = placedBetween(['2021-03-01T00:00:00Z', '2021-03-01T10:00:00Z']);
    expect(placed.hasDays).toBe(false);
    expect(placed.in('Asia/Tokyo')).toEqual(placed.in('UTC'));
    expect(placedBetween(['2021-03-01T00:00:00Z', '2021-03-02']).hasDays).toBe(true);
  });

  test.each([
    '2021-02-29',
    '2021-13-01',
    '2021-02-29T10:00:00Z',
    '2021-1-1',
    '01.03.2021',
    'x',
    '0000-12-31',
    '10000-01-01',
    ' 2021-03-01',
    '2021-03-01T25:00:00Z',
    '2021-03-01T10:00:00',
    '9999-12-31T23:59:59-23:59',
  ])('refuses %j', (text) => {
    expect(() => placedBetween([text])).toThrow(
      expect.objectContaining({ answer: expect.objectContaining({ status: 422 }) }),
    );
  });
});

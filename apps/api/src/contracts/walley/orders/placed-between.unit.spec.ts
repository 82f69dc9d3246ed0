import { describe, expect, test } from '@jest/globals';
import { placedBetween } from './placed-between.js';

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
    expect(placedBetween(values)).toEqual(expected);
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
      expect.objectContaining({ refusal: expect.objectContaining({ status: 422 }) }),
    );
  });
});

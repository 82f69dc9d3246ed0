import { expect, test } from '@jest/globals';
import { buyerNames } from './walley-transaction.js';

const anna = { firstName: 'Anna', lastName: 'Lind' };

test('a person has both names, a company its own and nothing', () => {
  expect(buyerNames({ ...anna, company: null, isCompany: false })).toEqual(anna);
  expect(buyerNames({ ...anna, company: 'Acme AB', isCompany: false })).toEqual(anna);
  expect(buyerNames({ ...anna, company: 'Acme AB', isCompany: true })).toEqual({
    firstName: 'Acme AB',
    lastName: null,
  });
});

import { expect, test } from '@jest/globals';
import { lineCustomers } from './line-customer.js';

test('lines name the customers of their orders, and nobody where none is known', async () => {
  const names = { firstName: 'Anna', lastName: 'Lind', company: null };
  const anna = { customerNumber: 'c-1', ...names, isCompany: false };
  const queries = { customers: () => Promise.resolve(new Map([['b', anna]])) };
  const noNames = { firstName: null, lastName: null, company: null };
  const nobody = { customerNumber: null, ...noNames, isCompany: false };
  const lines = [{ orderId: 'a' }, { orderId: 'b' }, { orderId: 'b' }];
  expect(await lineCustomers(queries, lines)).toEqual([nobody, anna, anna]);
});

import { expect, test } from '@jest/globals';
import { lineCustomers } from './line-customer.js';

test('lines name the customers of their orders, and nobody where none is known', async () => {
  const anna = { customerNumber: 'c-1', firstName: 'Anna', lastName: 'Lind' };
  const queries = { customers: () => Promise.resolve(new Map([['b', anna]])) };
  const nobody = { customerNumber: null, firstName: null, lastName: null };
  const lines = [{ orderId: 'a' }, { orderId: 'b' }, { orderId: 'b' }];
  expect(await lineCustomers(queries, lines)).toEqual([nobody, anna, anna]);
});

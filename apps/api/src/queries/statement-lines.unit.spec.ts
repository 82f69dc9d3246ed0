import { expect, test } from '@jest/globals';
import type { LineQueries, LoggedLine } from '#read-models';
import { allStatementLines, lineCustomers, LinesMissing } from './statement-lines.js';

const range = { storeId: 'demo-se', currency: 'SEK', after: -1n, to: 9_999n };

/**
 * A fake read model with `count` lines. After the first page it is empty, as if a rebuild had
 * cleared it.
 */
const queries = (count: number): LineQueries => {
  const pages = [Array.from({ length: count }, (_, index) => ({ position: BigInt(index) }))];
  const list = () => Promise.resolve((pages.shift() ?? []) as LoggedLine[]);
  return { list, customers: () => Promise.resolve(new Map()) } as unknown as LineQueries;
};

const read = async (count: number, expected?: number): Promise<number> => {
  let lines = 0;
  for await (const line of allStatementLines(queries(count), range, expected))
    lines += Number(line.position >= 0n);
  return lines;
};

test('all lines that were stated are read', async () => {
  expect(await read(3, 3)).toBe(3);
  expect(await read(3)).toBe(3);
});

test('what ends before the last line of the statement does not look complete', async () => {
  await expect(read(1_000, 1_001)).rejects.toThrow(LinesMissing);
  await expect(read(3, 4)).rejects.toThrow('The statement has 4 lines, the read model shows 3');
});

test('lines name the customers of their orders, and nobody where none is known', async () => {
  const names = { firstName: 'Anna', lastName: 'Lind', company: null };
  const anna = { customerNumber: 'c-1', ...names, isCompany: false };
  const queries = { customers: () => Promise.resolve(new Map([['b', anna]])) };
  const noNames = { firstName: null, lastName: null, company: null };
  const nobody = { customerNumber: null, ...noNames, isCompany: false };
  const lines = [{ orderId: 'a' }, { orderId: 'b' }, { orderId: 'b' }];
  expect(await lineCustomers(queries, lines)).toEqual([nobody, anna, anna]);
});

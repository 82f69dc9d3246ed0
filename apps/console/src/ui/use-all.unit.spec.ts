import { describe, expect, test } from '@jest/globals';
import { readAll } from './use-all.js';

/** A list of `count` pages with two items each: 0 and 1, then 2 and 3, and so on. */
const pagesOf = (count: number) => (cursor: string | undefined) => {
  const page = Number(cursor ?? 0);
  const nextCursor = page + 1 < count ? String(page + 1) : null;
  return Promise.resolve({ items: [page * 2, page * 2 + 1], nextCursor });
};

describe('a list that is read page by page', () => {
  test('has the items of all its pages', async () => {
    expect(await readAll(pagesOf(3))).toEqual({ items: [0, 1, 2, 3, 4, 5], isWhole: true });
    expect((await readAll(pagesOf(10))).isWhole).toBe(true);
  });

  test('says that it is cut after ten pages', async () => {
    const { items, isWhole } = await readAll(pagesOf(11));
    expect([items.length, isWhole]).toEqual([20, false]);
  });
});

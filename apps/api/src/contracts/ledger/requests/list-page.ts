import type { Plain } from '../../../contract-kit/plain.js';
import { invalidCursor } from './invalid-cursor.js';
import { limitOf, type PageQuery } from './page.query.js';
import type { PageResponse } from './page-of.js';

type IdOf<Item> = (item: Item) => string;

const cursorOf = (id: string): string => Buffer.from(id, 'latin1').toString('base64url');

/** Such lists only ever grow at the end, so the item a page ended with says where the next begins. */
const startOf = <Item>(
  all: readonly Item[],
  idOf: IdOf<Item>,
  cursor: string | undefined,
): number => {
  if (cursor === undefined) return 0;
  const last = all.findIndex((item) => cursorOf(idOf(item)) === cursor);
  if (last === -1) throw invalidCursor();
  return last + 1;
};

/**
 * A page of what belongs to one order: its captures, its refunds.
 *
 * @throws RefusedRequest 400 for a cursor of another list
 */
export const listPage = <Item>(
  all: readonly Item[],
  idOf: IdOf<Item>,
  query: Plain<PageQuery>,
): PageResponse<Item> => {
  const start = startOf(all, idOf, query.cursor);
  const items = all.slice(start, start + limitOf(query));
  const last = items.at(-1);
  const isLastPage = start + items.length >= all.length || last === undefined;
  return { items, nextCursor: isLastPage ? null : cursorOf(idOf(last)) };
};

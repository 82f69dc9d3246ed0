import { useQuery } from '@tanstack/react-query';
import type { PageOf } from '../api/types.js';

const pagesMax = 10;

/** A list that was read page by page. */
export interface ReadList<Item> {
  readonly items: readonly Item[];
  /** False if the list has more pages than were read. */
  readonly isWhole: boolean;
}

/** Reads a whole list page by page, but at most 10 pages. */
export const readAll = async <Item>(
  readPage: (cursor: string | undefined) => Promise<PageOf<Item>>,
): Promise<ReadList<Item>> => {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { items: found, nextCursor } = await readPage(cursor);
    items.push(...found);
    if (nextCursor === null) return { items, isWhole: true };
    cursor = nextCursor;
  }
  return { items, isWhole: false };
};

/**
 * Reads a short list, such as the stores, up to 10 pages. The page must also show `CutNote`, which
 * warns the user if the list was longer.
 */
export const useAll = <Item>(
  queryKey: readonly unknown[],
  readPage: (cursor: string | undefined) => Promise<PageOf<Item>>,
) => useQuery({ queryKey, queryFn: () => readAll(readPage) });

/** The query parameters for one page of a list. The first page has no cursor. */
export const pageQuery = (cursor: string | undefined, limit = 200) => ({
  limit,
  ...(cursor !== undefined && { cursor }),
});

import { useQuery } from '@tanstack/react-query';
import type { PageOf } from '../api/types.js';

const pagesMax = 10;

/** Short lists, such as stores and clients: their pages put together, a bounded number of them. */
export const useAll = <Item>(
  queryKey: readonly unknown[],
  readPage: (cursor: string | undefined) => Promise<PageOf<Item>>,
) =>
  useQuery({
    queryKey,
    queryFn: async () => {
      const items: Item[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const { items: found, nextCursor } = await readPage(cursor);
        items.push(...found);
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return items;
    },
  });

/** The query of a page: `limit`, and a cursor after the first. */
export const pageQuery = (cursor: string | undefined, limit = 200) => ({
  limit,
  ...(cursor !== undefined && { cursor }),
});

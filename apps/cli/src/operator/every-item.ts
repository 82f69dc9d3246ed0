import type { Page, PageRequest } from '#access';

const pageItemsMax = 1_000;
/** What one command prints at most. */
export const itemsMax = 100_000;

/** All items of a directory, page by page. */
export const everyItem = async <Item>(directory: {
  list(request: PageRequest): Promise<Page<Item>>;
}): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await directory.list({ limit: pageItemsMax, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < itemsMax);
  return items;
};

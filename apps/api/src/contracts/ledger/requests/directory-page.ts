import { InvalidCursor } from '#access';
import type { Page, PageRequest } from '#access';
import { invalidCursor } from './invalid-cursor.js';
import { limitOf, type PageQuery } from './page.query.js';

/** A page of the clients or the stores. @throws RefusedRequest 400 for a cursor of another list */
export const directoryPage = async <Item>(
  directory: { list(request: PageRequest): Promise<Page<Item>> },
  query: PageQuery,
): Promise<Page<Item>> => {
  const { cursor } = query;
  try {
    return await directory.list({ limit: limitOf(query), ...(cursor !== undefined && { cursor }) });
  } catch (error) {
    if (error instanceof InvalidCursor) throw invalidCursor();
    throw error;
  }
};

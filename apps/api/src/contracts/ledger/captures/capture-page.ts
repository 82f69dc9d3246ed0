import type { OrderCapture } from '#ledger';
import type { Plain } from '../../../http/plain.js';
import { invalidCursor } from '../requests/invalid-cursor.js';
import { limitOf, type PageQuery } from '../requests/page.query.js';
import type { PageResponse } from '../requests/page-of.js';

const cursorOf = ({ captureId }: OrderCapture): string =>
  Buffer.from(captureId, 'latin1').toString('base64url');

/** Captures are only ever added at the end, so the capture a page ended with says where the next begins. */
const startOf = (captures: readonly OrderCapture[], cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const last = captures.findIndex((capture) => cursorOf(capture) === cursor);
  if (last === -1) throw invalidCursor();
  return last + 1;
};

/** @throws RefusedRequest 400 for a cursor of another list */
export const capturePage = (
  captures: readonly OrderCapture[],
  query: Plain<PageQuery>,
): PageResponse<OrderCapture> => {
  const start = startOf(captures, query.cursor);
  const items = captures.slice(start, start + limitOf(query));
  const last = items.at(-1);
  const isLastPage = start + items.length >= captures.length || last === undefined;
  return { items, nextCursor: isLastPage ? null : cursorOf(last) };
};

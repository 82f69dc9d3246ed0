import { type Instant, isInstant, isUuid } from '#ledger';

/** The sort key of the last entry of a page: its time and its id. */
export interface SortKey {
  readonly at: Instant;
  /** A UUID. */
  readonly id: string;
}

const charactersMax = 128;

/** Writes the text that callers receive as `nextCursor` (ledger.md) and send back unread. */
export const formatCursor = ({ at, id }: SortKey): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

/**
 * Reads a `cursor` that a caller sent back; undefined if the text is not in the form that
 * `formatCursor` writes. A forged cursor does no harm: it only names a place in the list, like any
 * other cursor, if it holds values that PostgreSQL can compare.
 */
export const parseCursor = (text: string): SortKey | undefined => {
  if (text.length > charactersMax) return undefined;
  const [at = '', id = '', ...more] = Buffer.from(text, 'base64url').toString().split(' ');
  return isInstant(at) && isUuid(id) && more.length === 0 ? { at, id } : undefined;
};

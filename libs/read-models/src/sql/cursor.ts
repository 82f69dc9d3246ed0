import { type Instant, isInstant, isUuid } from '#ledger';

/** The sort key of the last entry of a page: a time, and the id of the entry. */
export interface SortKey {
  readonly at: Instant;
  /** A UUID. */
  readonly id: string;
}

const charactersMax = 128;

/** The opaque text of ledger.md's `nextCursor`. */
export const formatCursor = ({ at, id }: SortKey): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

/**
 * Reads a `cursor` that a caller sent back; undefined if `formatCursor` makes no such text. A
 * caller can forge a cursor. It then names a place in the list as any other does, but must hold
 * values that PostgreSQL can compare.
 */
export const parseCursor = (text: string): SortKey | undefined => {
  if (text.length > charactersMax) return undefined;
  const [at = '', id = '', ...more] = Buffer.from(text, 'base64url').toString().split(' ');
  return isInstant(at) && isUuid(id) && more.length === 0 ? { at, id } : undefined;
};

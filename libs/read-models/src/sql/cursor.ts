import { type Instant, isInstant, isUuid } from '#ledger';

/** The sort key of the last entry of a page: its time and its id. */
export interface SortKey {
  readonly at: Instant;
  /** A UUID. */
  readonly id: string;
}

const charactersMax = 128;

/**
 * Writes the text that callers receive as `nextCursor` (ledger.md) and send back unchanged to get
 * the next page.
 */
export const formatCursor = ({ at, id }: SortKey): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

/**
 * Reads a `cursor` that a caller sent back; undefined if the text does not contain an instant and a
 * UUID. A forged cursor does no harm, because it can only name another place in the same list.
 */
export const parseCursor = (text: string): SortKey | undefined => {
  if (text.length > charactersMax) return undefined;
  const [at = '', id = '', ...more] = Buffer.from(text, 'base64url').toString().split(' ');
  return isInstant(at) && isUuid(id) && more.length === 0 ? { at, id } : undefined;
};

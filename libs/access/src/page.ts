import { isIdentifier } from './identifier.js';

/** A part of a list in the order of ids. `nextCursor` is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  /** At most this many items. */
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** The caller sent a cursor that no page of ours gave out. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor is not one that a page of this list gave.');
    this.name = 'InvalidCursor';
  }
}

/** The id after which a page starts; the empty text stands before every id. */
export const startAfter = ({ cursor }: PageRequest): string => {
  if (cursor === undefined) return '';
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!isIdentifier(id)) throw new InvalidCursor();
  return id;
};

/** Makes a page of rows that were read with a limit one above the page's. */
export const toPage = <Item>(
  items: readonly Item[],
  limit: number,
  idOf: (item: Item) => string,
): Page<Item> => {
  const last = items[limit - 1];
  if (items.length <= limit || last === undefined) return { items, nextCursor: null };
  const nextCursor = Buffer.from(idOf(last), 'latin1').toString('base64url');
  return { items: items.slice(0, limit), nextCursor };
};

/** A page of a list that is sorted by id. `nextCursor` is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  /** Largest number of items. */
  readonly limit: number;
  /** The `nextCursor` of the previous page; without it, the first page. */
  readonly cursor?: string;
}

/** The given cursor was not returned by a page of this list. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor is not from a page of this list.');
    this.name = 'InvalidCursor';
  }
}

/**
 * The id after which the page begins. The first page begins after the empty text, which sorts
 * before all ids.
 */
export const startAfter = ({ cursor }: PageRequest): string => {
  if (cursor === undefined) return '';
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!isIdentifier(id)) throw new InvalidCursor();
  return id;
};

/**
 * Makes a page from rows. The query has to ask for `limit` + 1 rows: if the additional row exists,
 * another page follows.
 */
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

const pattern = /^[A-Za-z0-9._-]{1,64}$/;

/** True if the text can be the id of a client or store: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const isIdentifier = (text: string): boolean => pattern.test(text);

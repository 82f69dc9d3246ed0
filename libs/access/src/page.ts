/** A page of a list in the order of ids. `nextCursor` is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  /** Largest number of items. */
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** The caller sent a cursor that no page returned. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor is not one that a page of this list gave.');
    this.name = 'InvalidCursor';
  }
}

/** The id after which a page starts; the empty text sorts before all ids. */
export const startAfter = ({ cursor }: PageRequest): string => {
  if (cursor === undefined) return '';
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!isIdentifier(id)) throw new InvalidCursor();
  return id;
};

/** Makes a page from rows that were read with a limit of one more than the page has. */
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

/** Returns whether a text can be the id of a client or store: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const isIdentifier = (text: string): boolean => pattern.test(text);

import type { Rejected } from '../decision.js';
import { reject } from '../reject.js';
import type { CapturedRow, OrderRow } from '../row.js';
import type { ListedArticle } from './articles-of.js';
import { capturedRow } from './captured-row.js';

/** What the items of a request want: quantities of rows that are named, and of articles. */
export interface Wanted {
  readonly rows: ReadonlyMap<OrderRow, number>;
  readonly articles: ReadonlyMap<ListedArticle, number>;
}

/**
 * Spreads the quantities wanted of each article over its rows, in the order's own order, as far as something is left on
 * them beside what is wanted of the rows that are named.
 */
export const allocate = (wanted: Wanted): CapturedRow[] | Rejected => {
  const taken = new Map(wanted.rows);
  for (const [row, quantity] of wanted.rows) {
    if (quantity > row.remainingQuantity) {
      return quantityExceeded(quantity, row.description, row.remainingQuantity);
    }
  }
  for (const [{ rows, description }, quantity] of wanted.articles) {
    let open = quantity;
    for (const row of rows) {
      const before = taken.get(row) ?? 0;
      const part = Math.min(open, row.remainingQuantity - before);
      if (part > 0) taken.set(row, before + part);
      open -= part;
    }
    if (open > 0) {
      const left = rows.reduce((sum, { remainingQuantity }) => sum + remainingQuantity, 0);
      return quantityExceeded(quantity, rows[0]?.description ?? description, left);
    }
  }
  return [...taken].map(([row, quantity]) => capturedRow(row, quantity));
};

const quantityExceeded = (quantity: number, description: string, left: number): Rejected =>
  reject(
    'ARTICLE_QUANTITY_EXCEEDED',
    `${quantity} of "${description}" are asked for, ${left} are left.`,
  );

import type { Rejected } from '../decision.js';
import { reject } from '../reject.js';
import type { CapturedRow } from '../row.js';
import type { ListedArticle } from './articles-of.js';
import { capturedRow } from './captured-row.js';

/**
 * Spreads the quantities wanted of each article over its rows, in the order's own order, as far as
 * something is left on them.
 */
export const allocate = (wanted: ReadonlyMap<ListedArticle, number>): CapturedRow[] | Rejected => {
  const captured: CapturedRow[] = [];
  for (const [{ rows, description }, quantity] of wanted) {
    const left = rows.reduce((sum, { remainingQuantity }) => sum + remainingQuantity, 0);
    let open = quantity;
    for (const row of rows) {
      const part = Math.min(open, row.remainingQuantity);
      if (part > 0) captured.push(capturedRow(row, part));
      open -= part;
    }
    if (open > 0) {
      return reject(
        'ARTICLE_QUANTITY_EXCEEDED',
        `${quantity} of "${rows[0]?.description ?? description}" are asked for, ${left} are left.`,
      );
    }
  }
  return captured;
};

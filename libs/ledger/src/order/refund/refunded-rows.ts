import type { Rejected } from '../decision.js';
import { ListedArticles } from '../matching/listed-articles.js';
import { matchItem } from '../matching/match-item.js';
import { matchItems } from '../matching/match-items.js';
import { descriptionOr } from '../request/description-or.js';
import type { PricedItem } from '../request/priced-request.js';
import type { OrderRow, RefundedRow } from '../row.js';
import { isFee } from './refund-case.js';
import type { RefundCase } from './refund-case.js';
import { refundableRows } from './refundable-rows.js';
import { returnedRow } from './returned-key.js';
import { roundingRows } from './rounding-rows.js';
import { rowsOfAmount } from './rows-of-amount.js';

export const refundDescription = ({ command }: RefundCase): string =>
  descriptionOr('Refund', command.data);

/**
 * What a refund gives back: the captured rows that its items match, and as they are the rows that only reduce or raise it;
 * or the rows that its amount stands for.
 */
export const refundedRows = (refund: RefundCase): RefundedRow[] | Rejected => {
  const description = refundDescription(refund);
  if (refund.items.length === 0) return rowsOfAmount(refund.order, refund.amount, description);
  const rows = refundableRows(refund.order);
  const isFree = freeAmong(rows);
  const free = refund.items.filter(isFree);
  const returned = refund.items.filter((item) => !isFree(item));
  const matched = matchItems(returned, { rows, currency: refund.order.balance.currency });
  if ('kind' in matched) return matched;
  const refunded = [
    ...matched.map((row): RefundedRow => ({ ...row, ...returnedRow(row.rowId) })),
    ...free.map((item) => freeRow(item, description)),
  ];
  return [...refunded, ...roundingRows(refund.order, rows, refunded)];
};

/**
 * A fee, or a discount or adjustment that is none of the captured rows: it has nothing to match, and makes the refund
 * smaller or, as goodwill, larger.
 */
const freeAmong = (rows: readonly OrderRow[]): ((item: PricedItem) => boolean) => {
  const articles = new ListedArticles(rows);
  return (item) =>
    isFee(item) ||
    ((item.type === 'discount' || item.type === 'adjustment') &&
      typeof matchItem(item, articles) !== 'object');
};

const freeRow = (item: PricedItem, description: string): RefundedRow => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  description: item.description ?? description,
  unitPrice: item.unitPrice,
  quantity: item.quantity,
  vatRate: item.vatRate ?? 0,
  ...(item.type !== undefined && { type: item.type }),
});

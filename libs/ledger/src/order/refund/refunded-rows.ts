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

export const refundDescription = ({ command }: RefundCase): string =>
  descriptionOr('Refund', command.data);

/**
 * What a refund gives back: the captured rows that its items match, and as they are the rows that only reduce it. By
 * amount it is one row of its own, without VAT.
 */
export const refundedRows = (refund: RefundCase): RefundedRow[] | Rejected => {
  if (refund.items.length === 0) return [rowOfAmount(refund)];
  const rows = refundableRows(refund.order);
  const reductions = refund.items.filter(reducesOnly(rows));
  const returned = refund.items.filter((item) => !reductions.includes(item));
  const matched = matchItems(returned, rows);
  if ('kind' in matched) return matched;
  return [
    ...matched.map((row): RefundedRow => ({ ...row, ...returnedRow(row.rowId) })),
    ...reductions.map((item) => reductionRow(item, refundDescription(refund))),
  ];
};

/**
 * A fee, or a discount that is none of the captured rows: it has nothing to match and can only make the refund smaller.
 */
const reducesOnly = (rows: readonly OrderRow[]): ((item: PricedItem) => boolean) => {
  const articles = new ListedArticles(rows);
  return (item) =>
    isFee(item) ||
    (item.type === 'discount' &&
      item.unitPrice < 0 &&
      typeof matchItem(item, articles) !== 'object');
};

const rowOfAmount = (refund: RefundCase): RefundedRow => ({
  articleNumber: 'refund',
  description: refundDescription(refund),
  unitPrice: refund.amount,
  quantity: 1,
  vatRate: 0,
});

const reductionRow = (item: PricedItem, description: string): RefundedRow => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  description: item.description ?? description,
  unitPrice: item.unitPrice,
  quantity: item.quantity,
  vatRate: item.vatRate ?? 0,
  ...(item.type !== undefined && { type: item.type }),
});

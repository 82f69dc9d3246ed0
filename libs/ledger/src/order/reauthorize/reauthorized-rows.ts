import type { UnnumberedRow } from '../row.js';
import { rowsGivenUp } from '../cancel/rows-given-up.js';
import { remainderRow } from '../capture/remainder-row.js';
import type { PricedItem } from '../request/priced-request.js';
import type { ReauthorizeCase } from './reauthorize-case.js';

/**
 * The rows that a reauthorisation puts in the place of the uncaptured ones: its items as they are. Without items the
 * rows that are left stay if they come to the amount; otherwise one row stands for it.
 */
export const reauthorizedRows = ({ order, amount, items }: ReauthorizeCase): UnnumberedRow[] => {
  if (items.length > 0) return items.map(rowOfItem);
  const { balance } = order;
  const rows = amount === balance.remaining ? rowsGivenUp(balance) : [remainderRow('', amount)];
  return rows.map(rowOfItem);
};

/** Without the row ids: the order gives its own when the rows take effect. */
const rowOfItem = (item: PricedItem): UnnumberedRow => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  description: item.description ?? item.articleNumber ?? 'Item',
  unitPrice: item.unitPrice,
  quantity: item.quantity,
  vatRate: item.vatRate ?? 0,
  ...(item.type !== undefined && { type: item.type }),
});

import { divideAmount } from '../../money/divide-amount.js';
import type { OrderBalance } from '../order.js';
import type { Row, UnnumberedRow } from '../row.js';
import { leftByRate } from '../row-vat.js';
import { rowsGivenUp } from '../cancel/rows-given-up.js';
import { remainderRow } from '../capture/remainder-row.js';
import type { PricedItem } from '../request/priced-request.js';
import type { ReauthorizeCase } from './reauthorize-case.js';

/**
 * The rows that a reauthorisation puts in the place of the uncaptured ones: its items as they are. Without items the
 * rows that are left stay if they come to the amount; otherwise a row for each of their VAT rates stands for it, in
 * proportion to what each has left. An order with nothing left to go by gets one row without VAT.
 */
export const reauthorizedRows = ({ order, amount, items }: ReauthorizeCase): UnnumberedRow[] => {
  if (items.length > 0) return items.map(rowOfItem);
  const { balance } = order;
  const rows = amount === balance.remaining ? rowsGivenUp(balance) : rowsOfRates(balance, amount);
  return rows.map(rowOfItem);
};

const rowsOfRates = ({ rows, remaining }: OrderBalance, amount: number): Row[] => {
  if (remaining === 0) return [remainderRow('', amount)];
  const rates = leftByRate(rows);
  const parts = divideAmount(
    amount,
    rates.map(({ gross }) => gross),
  );
  return rates
    .map(({ vatRate }, index) => ({ ...remainderRow('', parts[index] ?? 0), vatRate }))
    .filter(({ unitPrice }) => unitPrice !== 0);
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

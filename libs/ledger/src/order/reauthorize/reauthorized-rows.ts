import { divideAmount } from '../../money/amount.js';
import { type PricedItem, type PricedRequest, rowOfItem } from '../money-request.js';
import type { OrderBalance } from '../order.js';
import { leftByRate, type Row, rowsMax, type UnnumberedRow } from '../row.js';
import { dissolve, remainderRow, rowsGivenUp } from '../rows-left.js';

/**
 * The rows that replace the uncaptured rows. If the request has items, these become the rows.
 * Without items and with an unchanged amount, the uncaptured rows are kept. Without items and with
 * a different amount, there is one row for each VAT rate, in proportion to what the rate has left.
 * If nothing is left, there is one row without VAT.
 */
export const reauthorizedRows = (
  balance: OrderBalance,
  { amount, items }: PricedRequest,
): UnnumberedRow[] => {
  if (items.length > 0) return items.map(unnumbered);
  const rows = amount === balance.remaining ? rowsGivenUp(balance) : rowsOfRates(balance, amount);
  return rows.map(unnumbered);
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

/** The row has no id: the order gives it one when the reauthorisation takes effect. */
const unnumbered = (item: PricedItem): UnnumberedRow =>
  rowOfItem(item, item.articleNumber ?? 'Item');

/**
 * True if the order has at most `rowsMax` rows after the given rows replace the uncaptured ones.
 * Rows with a captured quantity stay and count too.
 */
export const fitWithTakenRows = (
  { rows }: OrderBalance,
  authorized: readonly UnnumberedRow[],
): boolean => dissolve(rows).length + authorized.length <= rowsMax;

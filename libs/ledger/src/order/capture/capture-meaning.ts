import type { Decimal, RequestedAmount } from '../../money/amount.js';
import { currencyDecimals } from '../../money/currencies.js';
import { hasTooManyDecimals, minorUnits } from '../../money/minor-units.js';
import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import { captureDescription } from './capture-description.js';

/**
 * What decides whether two captures are the same request (walley.md, "Idempotency"): its parsed
 * meaning. The time, the key and spelling do not count: 285, "285.00" and 28500 öre are one amount,
 * no items are an empty list, a blank description is the default one, and naming the order's own
 * currency says nothing new.
 */
export const captureMeaning = ({ currency }: OrderBalance, command: RequestCapture): unknown => {
  const { data } = command;
  const decimals = currencyDecimals(currency);
  return {
    ...data,
    currency: data.currency === currency ? undefined : data.currency,
    amount: amountMeaning(data.amount, decimals),
    description: captureDescription(command),
    items: data.items.map((item) => ({
      ...item,
      unitPrice: amountMeaning(item.unitPrice, decimals),
      // Where items are taken as they are, no VAT is 0; where they are matched, it is any.
      ...(data.replaceItems && { vatRate: item.vatRate ?? 0 }),
    })),
  };
};

/** Minor units, or the amount as it was given where they cannot say it. */
const amountMeaning = (amount: RequestedAmount, decimals: number): number | string | Decimal => {
  const exact = hasTooManyDecimals(amount, decimals) ? NaN : minorUnits(amount, decimals);
  if (Number.isFinite(exact)) return exact;
  return amount.unit === 'minor' ? String(amount.value) : amount.value;
};

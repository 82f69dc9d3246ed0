import { currencyDecimals } from '../../money/currencies.js';
import type { OrderBalance } from '../order.js';
import { amountMeaning } from './amount-meaning.js';
import type { Asked } from './priced-request.js';
import { descriptionOr } from './description-or.js';

interface Reading {
  readonly defaultDescription: string;
  /** Where items are taken as they are, no VAT is 0; where they are matched, it is any. */
  readonly itemsAsGiven: boolean;
}

/**
 * What decides whether two requests of one kind are the same (walley.md, "Capture"): their
 * parsed meaning. The time, the key and spelling do not count: 285, "285.00" and 28500 öre are one
 * amount, no items are an empty list, a blank description is the default one, and naming the order's
 * own currency says nothing new.
 */
export const requestMeaning = (
  { currency }: OrderBalance,
  data: Asked,
  { defaultDescription, itemsAsGiven }: Reading,
): object => {
  const decimals = currencyDecimals(currency);
  return {
    ...data,
    currency: data.currency === currency ? undefined : data.currency,
    amount: data.amount === 'remaining' ? data.amount : amountMeaning(data.amount, decimals),
    description: descriptionOr(defaultDescription, data),
    items: data.items.map((item) =>
      'unitPrice' in item
        ? {
            ...item,
            unitPrice: amountMeaning(item.unitPrice, decimals),
            ...(itemsAsGiven && { vatRate: item.vatRate ?? 0 }),
          }
        : item,
    ),
  };
};

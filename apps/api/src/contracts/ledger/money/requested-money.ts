import type { CaptureItem, MoneyRequest as Requested, RequestedAmount } from '#ledger';
import type { JsonNumber } from '../../../contract-kit/body/read-json.js';
import { vatRateOf } from '../fields/vat-rate.js';
import { wholeNumber } from '../fields/whole-number.js';
import type { ItemRequest } from './item.request.js';
import type { MoneyRequest } from './money.request.js';

const minor = (number: JsonNumber): RequestedAmount => ({
  unit: 'minor',
  value: wholeNumber(number),
});

/** A row sent back as an order shows it means what is left of it; so it always matches (domain.md). */
const quantityOf = ({ quantity, remainingQuantity }: ItemRequest): number =>
  Math.min(wholeNumber(quantity), wholeNumber(remainingQuantity ?? quantity));

const itemOf = (item: ItemRequest): CaptureItem => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  ...(item.description !== undefined && { description: item.description }),
  unitPrice: minor(item.unitPrice),
  quantity: quantityOf(item),
  ...(item.vatRate !== undefined && { vatRate: vatRateOf(item.vatRate) }),
  ...(item.type !== undefined && { type: item.type }),
});

/** The body of a request about money in the ledger's words. */
export const requestedMoney = ({
  amount,
  items = [],
  currency,
  description,
  reference,
}: MoneyRequest & { readonly description?: string }): Requested => ({
  amount: minor(amount),
  items: items.map(itemOf),
  ...(currency !== undefined && { currency }),
  ...(description !== undefined && { description }),
  ...(reference !== undefined && { reference }),
});

import type { CaptureItem, RequestCapture, RequestedAmount } from '#ledger';
import type { JsonNumber } from '../../../http/json/json-value.js';
import { wrongShape } from '../../../http/shape/wrong-shape.js';
import { vatRateOf } from '../fields/vat-rate.js';
import { wholeNumber } from '../fields/whole-number.js';
import type { CaptureItemRequest } from './capture-item.request.js';
import type { CaptureRequest } from './capture.request.js';

const minor = (number: JsonNumber): RequestedAmount => ({
  unit: 'minor',
  value: wholeNumber(number),
});

/** A row sent back as an order shows it means what is left of it; so it always matches (domain.md). */
const quantityOf = ({ quantity, remainingQuantity }: CaptureItemRequest): number =>
  Math.min(wholeNumber(quantity), wholeNumber(remainingQuantity ?? quantity));

const itemOf = (item: CaptureItemRequest): CaptureItem => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  ...(item.description !== undefined && { description: item.description }),
  unitPrice: minor(item.unitPrice),
  quantity: quantityOf(item),
  ...(item.vatRate !== undefined && { vatRate: vatRateOf(item.vatRate) }),
  ...(item.type !== undefined && { type: item.type }),
});

/** @throws RefusedRequest 400 for replaceItems without items */
export const requestedCapture = (request: CaptureRequest): RequestCapture['data'] => {
  const { items = [], replaceItems = false, currency, description, reference } = request;
  if (replaceItems && items.length === 0) {
    throw wrongShape([
      { path: ['items'], message: 'must have an entry when replaceItems is true' },
    ]);
  }
  return {
    amount: minor(request.amount),
    items: items.map(itemOf),
    replaceItems,
    ...(currency !== undefined && { currency }),
    ...(description !== undefined && { description }),
    ...(reference !== undefined && { reference }),
  };
};

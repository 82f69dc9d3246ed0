import { currencyDecimals } from '../../money/currencies.js';
import { minorUnits } from '../../money/minor-units.js';
import type { CaptureItem, MoneyRequest } from '../order-commands.js';

/** An item of a request with its price in minor units. */
export interface PricedItem extends Omit<CaptureItem, 'unitPrice'> {
  readonly unitPrice: number;
}

/** What a request asks for in minor units of the order's currency; infinite beyond 12 digits. */
export interface PricedRequest {
  readonly amount: number;
  readonly items: readonly PricedItem[];
}

/** The request's amounts must have passed `requestChecks`. */
export const pricedRequest = (
  { currency }: { readonly currency: string },
  { amount, items }: MoneyRequest,
): PricedRequest => {
  const decimals = currencyDecimals(currency);
  return {
    amount: minorUnits(amount, decimals),
    items: items.map((item) => ({ ...item, unitPrice: minorUnits(item.unitPrice, decimals) })),
  };
};

import { withinLimit } from '../../money/amount-limit.js';
import type { Rejected } from '../decision.js';
import { reject, rejectWithAmounts } from '../reject.js';
import type { RejectionCode } from '../rejection.js';
import type { PricedRequest } from './priced-request.js';
import { sumOfItems } from './sum-of-items.js';

/** Refuses a request whose items, if it has any, do not add up to its amount. */
export const itemsDiffer = (
  code: RejectionCode,
  currency: string,
  { items, amount }: PricedRequest,
): Rejected | undefined => {
  const sum = sumOfItems(items);
  if (items.length === 0 || sum === amount) return undefined;
  return withinLimit(sum) && withinLimit(amount)
    ? rejectWithAmounts(
        code,
        currency,
        (write) => `The items add up to ${write(sum)}, the amount is ${write(amount)}.`,
      )
    : reject(code, 'The items do not add up to the amount.');
};

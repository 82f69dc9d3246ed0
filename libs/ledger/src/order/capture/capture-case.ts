import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import type { CaptureItem } from '../order-commands.js';

/** An item of a request with its price in minor units. */
export interface PricedItem extends Omit<CaptureItem, 'unitPrice'> {
  readonly unitPrice: number;
}

/** A capture with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface CaptureCase {
  readonly balance: OrderBalance;
  readonly command: RequestCapture;
  readonly amount: number;
  readonly items: readonly PricedItem[];
}

/** Everything that is left, and nothing but that. */
export const isAllThatIsLeft = ({ amount, balance }: CaptureCase): boolean =>
  amount === balance.remaining;

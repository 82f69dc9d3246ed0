import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import type { PricedRequest } from '../request/priced-request.js';

/** A capture with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface CaptureCase extends PricedRequest {
  readonly balance: OrderBalance;
  readonly command: RequestCapture;
}

/** Everything that is left, and nothing but that. */
export const isAllThatIsLeft = ({ amount, balance }: CaptureCase): boolean =>
  amount === balance.remaining;

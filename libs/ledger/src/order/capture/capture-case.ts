import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import type { OrderPayment } from '../payment/order-payment.js';
import type { PricedRequest } from '../request/priced-request.js';

/** A capture with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface CaptureCase extends PricedRequest {
  readonly balance: OrderBalance;
  readonly command: RequestCapture;
  readonly paymentStatus: OrderPayment['status'];
  /** Through which the gateway captures it, if the order holds one. */
  readonly paymentIntent?: string;
}

/** Everything that is left, and nothing but that. */
export const isAllThatIsLeft = ({ amount, balance }: CaptureCase): boolean =>
  amount === balance.remaining;

import type { ReauthorizeOrder } from '../order-commands.js';
import type { Order, OrderStatus } from '../order.js';
import type { PricedRequest } from '../request/priced-request.js';

/** A reauthorisation with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface ReauthorizeCase extends PricedRequest {
  readonly order: Order;
  readonly command: ReauthorizeOrder;
  /** At the time of the command. */
  readonly status: OrderStatus;
}

/**
 * Whether nobody but the payer can allow it: more than what is authorised, or anything at all once the authorisation
 * has run out.
 */
export const needsApproval = ({ order, amount, status }: ReauthorizeCase): boolean =>
  amount > order.balance.remaining || status === 'Expired';

import type { RefundOrder } from '../order-commands.js';
import type { Order } from '../order.js';
import type { PricedItem, PricedRequest } from '../request/priced-request.js';

/** A refund with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface RefundCase extends PricedRequest {
  readonly order: Order;
  readonly command: RefundOrder;
}

/** What the merchant keeps of a refund: its own row, not one of the order (walley.md, "Refund"). */
export const isFee = ({ type, unitPrice }: PricedItem): boolean => type === 'fee' && unitPrice < 0;

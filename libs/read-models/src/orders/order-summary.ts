import type { OrderBalance } from '#ledger';
import type { OrderCustomer } from '../customers/order-customer.js';

/** An order as a list shows it, without its rows and captures. */
export interface OrderSummary extends Omit<OrderBalance, 'rows' | 'rowsMade'> {
  /** VAT in what is captured, requested and left, in minor units; rounded for each row. */
  readonly totalVat: number;
  readonly revision: number;
  readonly position: bigint;
  readonly customer?: OrderCustomer;
}

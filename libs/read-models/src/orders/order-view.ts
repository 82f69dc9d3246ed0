import type { OrderBalance, OrderCapture, OrderReauthorization, TerminalIntent } from '#ledger';
import type { CardPayment } from '../projection/order-state.js';
import type { ShownRefund } from '../tables/refunds.js';
import type { OrderCustomer } from '../tables/order-customers.js';

/** An order as the read model shows it, computed from the order's events up to `revision`. */
export interface OrderView extends OrderBalance {
  /** Revision (from 0) of the newest event that the view includes. */
  readonly revision: number;
  /** Place in the log of the newest event that the view includes. */
  readonly position: bigint;
  /** Captures in the order in which they were made. */
  readonly captures: readonly OrderCapture[];
  /**
   * Set only in views from the read model. A view computed from the log has no customer, because
   * the log has the customer's data in encrypted form only.
   */
  readonly customer?: OrderCustomer;
  /** Refunds in the order in which they were made. */
  readonly refunds: readonly ShownRefund[];
  /**
   * Always set for a card order. For other orders, set only while the order is `Pending` and has
   * data of a card payment, because it may still be paid by card.
   */
  readonly payment?: CardPayment;
  /**
   * Payments started at a card terminal, in the order in which they were started; absent if there
   * are none.
   */
  readonly terminalIntents?: readonly TerminalIntent[];
  /** Reauthorisations in the order in which they were requested. */
  readonly reauthorizations: readonly OrderReauthorization[];
}

/** An order as a list shows it, without its rows and captures. */
export interface OrderSummary extends Omit<OrderBalance, 'rows' | 'rowsMade'> {
  /** VAT of the captured, requested and remaining rows, in minor units, rounded for each row. */
  readonly totalVat: number;
  readonly revision: number;
  readonly position: bigint;
  readonly customer?: OrderCustomer;
  /**
   * Set if an event of the order cannot be read or applied. The order is then shown as before that
   * event (docs/decisions/0030).
   */
  readonly damaged?: true;
}

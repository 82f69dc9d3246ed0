/** A registered row; prices in minor units. */
export interface TargetRow {
  readonly articleNumber: string;
  readonly description: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
}

/** An order that callers work on. */
export interface TargetOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly segment: 'B2C' | 'B2B';
  readonly rows: readonly TargetRow[];
  /**
   * After a capture by amount no item matches any more, so some orders are captured by items only.
   */
  readonly capturedBy: 'items' | 'anything';
  /** True for an order that all callers change: a cancellation would end its use. */
  readonly isNeverCancelled?: boolean;
  readonly total: number;
  /** The test card of the gateway that pays the order; an order without one is paid by invoice. */
  readonly card?: string;
  /** The intent that holds the card's money. */
  readonly paymentIntent?: string;
}

export const totalOf = (rows: readonly TargetRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

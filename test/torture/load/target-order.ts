/** A registered row; prices in minor units. */
export interface TargetRow {
  readonly articleNumber: string;
  readonly description: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
}

/** An order that the callers change. */
export interface TargetOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly segment: 'B2C' | 'B2B';
  readonly rows: readonly TargetRow[];
  /**
   * The kind of captures of the order. Once a capture by amount was made, captures by items are
   * refused. So some orders are captured by items only.
   */
  readonly capturedBy: 'items' | 'anything';
  /** True for an order that all callers change, because a cancellation would end these changes. */
  readonly isNeverCancelled?: boolean;
  readonly total: number;
  /** The test card of the gateway that pays the order; an order without one is paid by invoice. */
  readonly card?: string;
  /** The id of the payment intent that holds the money on the card. */
  readonly paymentIntent?: string;
}

export const totalOf = (rows: readonly TargetRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

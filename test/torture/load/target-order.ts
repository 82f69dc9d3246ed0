/** A row of a registered order. Prices are in minor units. */
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
   * A capture by amount rules out later captures by items. Some orders are therefore captured by
   * items only.
   */
  readonly capturedBy: 'items' | 'anything';
  /**
   * True for an order that all callers change. A cancellation would close the order for all of
   * them, so none is sent.
   */
  readonly isNeverCancelled?: boolean;
  readonly total: number;
  /** The test card that pays the order. An order without a card is paid by invoice. */
  readonly card?: string;
  /** The id of the gateway's payment intent, which holds the authorised money. */
  readonly paymentIntent?: string;
}

export const totalOf = (rows: readonly TargetRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

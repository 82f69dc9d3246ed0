/** A registered row; prices in minor units. */
export interface OrderedRow {
  readonly articleNumber: string;
  readonly description: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
}

/** An order that callers work on. */
export interface Ordered {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly segment: 'B2C' | 'B2B';
  readonly rows: readonly OrderedRow[];
  /**
   * A capture by amount leaves no row that an item could match, so some orders are captured by
   * items only.
   */
  readonly capturedBy: 'items' | 'anything';
  /** Other callers go on with the order. */
  readonly isNeverCancelled?: boolean;
  readonly total: number;
  /** The test card of the gateway that pays the order; an order without one is paid by invoice. */
  readonly card?: string;
  /** The intent that holds the card's money. */
  readonly paymentIntent?: string;
}

export const totalOf = (rows: readonly OrderedRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

import type { Instant, OrderStatus } from '#ledger';

export interface PlacedRange {
  readonly placedFrom?: Instant;
  /** Exclusive. */
  readonly placedBefore?: Instant;
}

/** When orders of these stores were placed: a day begins at another instant in each time zone. */
export interface StoresPlaced extends PlacedRange {
  readonly stores: readonly string[];
}

/** Which orders a list shows. All given conditions must hold. */
export interface OrderFilter extends PlacedRange {
  /** The stores the caller may see and asks for (I8 of domain.md); none means no orders. */
  readonly stores: readonly string[];
  /** Absent: orders of every status. */
  readonly statuses?: readonly OrderStatus[];
  /** Only these: an order's id follows from its store and number (domain.md, "Order"), so no number needs an index. */
  readonly orderIds?: readonly string[];
  /** Each store of the list in one of them. */
  readonly placedByStore?: readonly StoresPlaced[];
  /**
   * Found, without regard to case, anywhere in the order number, in the reference of a capture, or in the customer's name, e-mail
   * address or telephone.
   */
  readonly text?: string;
}

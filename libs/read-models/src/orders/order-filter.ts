import type { Instant, OrderStatus } from '#ledger';

/** Which orders a list shows. All given conditions must hold. */
export interface OrderFilter {
  /** The stores the caller may see and asks for (I8 of domain.md); none means no orders. */
  readonly stores: readonly string[];
  /** Absent: orders of every status. */
  readonly statuses?: readonly OrderStatus[];
  /** The exact order number. */
  readonly number?: string;
  readonly placedFrom?: Instant;
  /** Exclusive. */
  readonly placedBefore?: Instant;
  /** Found, without regard to case, anywhere in the order number, in the reference of a capture or in the customer's name. */
  readonly text?: string;
}

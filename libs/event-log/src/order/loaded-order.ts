import type { Order } from '#ledger';

/** An order folded from its stream, and where in stream and log the fold stands. */
export interface LoadedOrder {
  readonly order: Order;
  /** Of the last event folded. */
  readonly revision: number;
  /** Log position of the last event folded. */
  readonly position: bigint;
  /** Chain value of the last event folded; the next event links to it. */
  readonly chain: string;
}

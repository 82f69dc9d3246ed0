import type { OrderEvent } from '#ledger';

/** What the projection needs of an event as it stands in the log. */
export type ProjectedEvent = OrderEvent & {
  /** Place in the order's stream, from 0. */
  readonly revision: number;
  /** Place in the log. */
  readonly position: bigint;
  /** When it was recorded. */
  readonly recordedAt: string;
  readonly metadata: { readonly correlationId: string };
};

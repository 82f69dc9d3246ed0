import type { SettlementEvent } from '#ledger';

/** What the projection needs of a settlement's event as it stands in the log. */
export type ProjectedSettlementEvent = SettlementEvent & {
  /** Place in the settlements' stream, from 0. */
  readonly revision: number;
  /** Place in the log. */
  readonly position: bigint;
};

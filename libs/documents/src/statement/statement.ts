import type { SettlementLine, SettlementTotals } from '#ledger';
import type { SettlementView } from '#read-models';
import type { IssuingStore } from '../issuer.js';

export type StatedView = SettlementView & {
  readonly totals: SettlementTotals;
  readonly statedAt: string;
};

/** What a settlement's statement is made of. */
export interface Statement {
  readonly settlement: StatedView;
  readonly store: IssuingStore | undefined;
  /** In the order of the log. */
  readonly lines: AsyncIterable<SettlementLine>;
}

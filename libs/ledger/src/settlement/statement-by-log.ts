import { canonicalJson } from '../canonical-json.js';
import { rejectSettlement, type SettlementRejected } from './settlement-decision.js';
import type { SettlementState } from './settlement-account.js';
import type { SettlementTotals } from './settlement-events.js';
import { totalsIn } from './totals-in.js';
import type { StatementSum } from './statement-sum.js';

/** What the lines of a settlement come to by the log, or why the log does not tell. */
export type StatementByLog = Pick<StatementSum, 'totals'> | { readonly untold: string };

/** The figures that the settlement has to state: its lines, after the balance that it began with. */
export const figuresDue = (
  { ingoingDue }: SettlementState,
  byLog: StatementByLog,
): SettlementTotals | SettlementRejected =>
  'untold' in byLog
    ? rejectSettlement(
        'SETTLEMENT_LINES_UNREADABLE',
        `The log does not tell what the settlement comes to: ${byLog.untold}.`,
      )
    : totalsIn(byLog.totals(ingoingDue ?? 0));

/** Names the figures that are not those due, with both; empty if all are. */
export const differingFigures = (found: SettlementTotals, due: SettlementTotals): string[] =>
  (Object.keys(totalsIn(due)) as (keyof SettlementTotals)[]).flatMap((name) => {
    const [is, by] = [canonicalJson(found[name]), canonicalJson(due[name])];
    return is === by ? [] : [`${name} is ${is}, by the log ${by}`];
  });

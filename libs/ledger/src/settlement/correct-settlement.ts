import { canonicalJson } from '../canonical-json.js';
import type { Instant } from '../time/instant.js';
import type { SettlementAccount, SettlementState } from './settlement-account.js';
import {
  decideOnSettlement,
  rejectSettlement,
  settlementCause,
  type SettlementDecision,
  type SettlementRejected,
} from './settlement-decision.js';
import { type SettlementTotals, totalsIn } from './settlement-events.js';
import type { StatementSum } from './statement-sum.js';

export interface CorrectSettlementCommand {
  readonly settlementId: string;
  readonly at: Instant;
  /**
   * The sums of the settlement's captures and refunds, computed from the log. The correction writes
   * these sums, so nobody can set other figures.
   */
  readonly byLog: StatementByLog;
  readonly reason: string;
  /** Client id of the author, or `operator`. */
  readonly by: string;
  readonly idempotencyKey?: string;
}

/**
 * Corrects a statement (the recorded sums of a settlement) that differs from the log. The wrong
 * statement stays in the log, and the correction event has both the right and the wrong figures.
 * The difference is carried over into the next statement (`leftOver`).
 */
export const correctSettlement = (
  account: SettlementAccount | undefined,
  command: CorrectSettlementCommand,
): SettlementDecision => {
  const { settlementId, reason } = command;
  const cause = settlementCause('correct-settlement', command, { settlementId, reason });
  return decideOnSettlement(account, { settlementId, cause }, (settlement, members) => {
    const { figures, payout } = settlement;
    if (figures === undefined)
      return rejectSettlement('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet.');
    const due = figuresDue(settlement, command.byLog);
    if ('kind' in due) return due;
    if (differingFigures(figures, due).length === 0)
      return rejectSettlement(
        'SETTLEMENT_NOTHING_TO_CORRECT',
        'The statement agrees with the log: there is nothing to correct.',
      );
    return {
      type: 'SettlementCorrected',
      data: {
        ...{ ...members, ...due, corrects: figures },
        ...(payout !== undefined && { paid: payout.amount }),
        ...{ reason, correctedBy: command.by, correctedAt: command.at },
      },
    };
  });
};

/**
 * The sums of a settlement's captures and refunds, computed from the log, or the reason why they
 * cannot be computed.
 */
export type StatementByLog = Pick<StatementSum, 'totals'> | { readonly untold: string };

/**
 * The figures that the statement should have: the sums of the settlement's captures and refunds,
 * and the balance carried over from earlier settlements.
 */
export const figuresDue = (
  { ingoingDue }: SettlementState,
  byLog: StatementByLog,
): SettlementTotals | SettlementRejected =>
  'untold' in byLog
    ? rejectSettlement(
        'SETTLEMENT_LINES_UNREADABLE',
        `The figures of the settlement cannot be computed from the log: ${byLog.untold}.`,
      )
    : totalsIn(byLog.totals(ingoingDue ?? 0));

/**
 * Compares the figures of a statement with the figures that follow from the log. Returns a text for
 * each figure that differs.
 */
export const differingFigures = (found: SettlementTotals, due: SettlementTotals): string[] =>
  (Object.keys(totalsIn(due)) as (keyof SettlementTotals)[]).flatMap((name) => {
    const [is, by] = [canonicalJson(found[name]), canonicalJson(due[name])];
    return is === by ? [] : [`${name} is ${is}, by the log ${by}`];
  });

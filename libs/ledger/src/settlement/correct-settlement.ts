import type { Instant } from '../order/order-events.js';
import { fingerprint } from '../order/fingerprint.js';
import type { SettlementAccount } from './settlement-account.js';
import { settlementAnsweredBefore } from './settlement-answered-before.js';
import { rejectSettlement, type SettlementDecision } from './settlement-decision.js';
import type { SettlementCause } from './settlement-events.js';
import { differingFigures, figuresDue } from './statement-by-log.js';
import type { StatementByLog } from './statement-by-log.js';

export interface CorrectSettlement {
  readonly settlementId: string;
  readonly at: Instant;
  /** What it comes to by the log: the only figures that a correction can have. */
  readonly byLog: StatementByLog;
  readonly reason: string;
  /** Who corrects: a client's id, or `operator`. */
  readonly by: string;
  readonly idempotencyKey?: string;
}

/**
 * Corrects a statement that is not what the log says. The statement stays in the log, and the correction names its figures;
 * what the difference means for the balance `leftOver` says.
 */
export const correctSettlement = (
  account: SettlementAccount | undefined,
  command: CorrectSettlement,
): SettlementDecision => {
  const { settlementId, at, byLog, reason, by } = command;
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const cause = causeOf(command);
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const { number, figures, payout } = settlement;
  if (figures === undefined)
    return rejectSettlement('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet.');
  const due = figuresDue(settlement, byLog);
  if ('kind' in due) return due;
  if (differingFigures(figures, due).length === 0)
    return rejectSettlement(
      'SETTLEMENT_NOTHING_TO_CORRECT',
      'The statement is what the log says: there is nothing to correct.',
    );
  const { storeId, currency } = account;
  return {
    kind: 'accepted',
    cause,
    event: {
      type: 'SettlementCorrected',
      data: {
        ...{ settlementId, storeId, currency, number, ...due, corrects: figures },
        ...(payout !== undefined && { paid: payout.amount }),
        ...{ reason, correctedBy: by, correctedAt: at },
      },
    },
  };
};

const causeOf = ({ settlementId, reason, idempotencyKey }: CorrectSettlement): SettlementCause => ({
  action: 'correct-settlement',
  fingerprint: fingerprint({ action: 'correct-settlement', settlementId, reason }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

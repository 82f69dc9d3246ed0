import type { Instant } from '../time/instant.js';
import { type SettlementAccount, SettlementViolated } from './settlement-account.js';
import {
  rejectSettlement,
  settlementCause,
  type SettlementDecision,
} from './settlement-decision.js';
import type { SettlementTotals } from './settlement-events.js';
import type { StatementSum } from './statement-sum.js';

export interface StateSettlement {
  readonly settlementId: string;
  readonly at: Instant;
  /** The sums of the settlement's captures and refunds, added in the order of the log. */
  readonly lines: Pick<StatementSum, 'totals'>;
}

/**
 * Makes the statement of a settlement: its recorded sums. All earlier settlements of the store and
 * currency must have a statement already. Nothing is written if this settlement already has its
 * statement, because another worker made it, or this worker before a crash. The totals of `lines`
 * are only computed if the statement is made now.
 */
export const stateSettlement = (
  account: SettlementAccount | undefined,
  { settlementId, at, lines }: StateSettlement,
): SettlementDecision => {
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const { revision, storeId, currency, stated, carry } = account;
  const { number } = settlement;
  if (settlement.figures !== undefined) return { kind: 'replayed', settlementId, revision };
  if (number !== stated + 1) return { kind: 'stale' };
  const totals = lines.totals(carry);
  assertVatAddsUp(settlementId, totals);
  return {
    kind: 'accepted',
    cause: settlementCause('state-settlement', {}, { settlementId }),
    event: {
      type: 'SettlementStated',
      data: { settlementId, storeId, currency, number, ...totals, statedAt: at },
    },
  };
};

/**
 * Throws unless the gross amounts of all VAT rates add up to captured less refunded (I7). Each row
 * of a capture or refund has a VAT rate, so only a defect of the ledger can make a difference.
 */
const assertVatAddsUp = (
  settlementId: string,
  { captured, refunded, vat }: SettlementTotals,
): void => {
  const gross = vat.reduce((sum, share) => sum + share.gross, 0);
  if (gross === captured - refunded) return;
  const detail = `the gross of all VAT rates is ${gross}, captured less refunded ${captured - refunded}`;
  throw new SettlementViolated(settlementId, detail);
};

import type { Instant } from '../order/order-events.js';
import { fingerprint } from '../order/fingerprint.js';
import type { SettlementAccount } from './settlement-account.js';
import { settlementAnsweredBefore } from './settlement-answered-before.js';
import { rejectSettlement, type SettlementDecision } from './settlement-decision.js';
import type { SettlementCause } from './settlement-events.js';

export interface ReversePayout {
  readonly settlementId: string;
  readonly at: Instant;
  readonly reason: string;
  readonly idempotencyKey?: string;
}

/** Takes back the payout of a settlement, which can then be paid out anew. */
export const reversePayout = (
  account: SettlementAccount | undefined,
  command: ReversePayout,
): SettlementDecision => {
  const { settlementId, at, reason } = command;
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const cause = causeOf(command);
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const { number, payout } = settlement;
  if (payout === undefined)
    return rejectSettlement('SETTLEMENT_NOT_PAID_OUT', 'No payout of the settlement stands.');
  const { storeId, currency } = account;
  const { amount, reference } = payout;
  return {
    kind: 'accepted',
    cause,
    event: {
      type: 'SettlementPayoutReversed',
      data: {
        ...{ settlementId, storeId, currency, number, amount, reference },
        reason,
        reversedAt: at,
      },
    },
  };
};

const causeOf = ({ settlementId, reason, idempotencyKey }: ReversePayout): SettlementCause => ({
  action: 'reverse-settlement-payout',
  fingerprint: fingerprint({ action: 'reverse-settlement-payout', settlementId, reason }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

import type { Instant } from '../order/order-events.js';
import { fingerprint } from '../order/fingerprint.js';
import type { SettlementAccount } from './settlement-account.js';
import { settlementAnsweredBefore } from './settlement-answered-before.js';
import { rejectSettlement, type SettlementDecision } from './settlement-decision.js';
import type { SettlementCause } from './settlement-events.js';

export interface PayOutSettlement {
  readonly settlementId: string;
  readonly at: Instant;
  /** How the bank knows the payment. */
  readonly reference: string;
  readonly idempotencyKey?: string;
}

/** Records that a settlement's total was paid to the merchant. */
export const payOutSettlement = (
  account: SettlementAccount | undefined,
  command: PayOutSettlement,
): SettlementDecision => {
  const { settlementId, at, reference } = command;
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const cause = causeOf(command);
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const { number, total, paidOut } = settlement;
  if (total === undefined)
    return rejectSettlement('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet.');
  if (paidOut)
    return rejectSettlement('SETTLEMENT_ALREADY_PAID_OUT', 'The settlement was paid out before.');
  if (total <= 0)
    return rejectSettlement(
      'SETTLEMENT_NOTHING_TO_PAY_OUT',
      'The total is not above zero; a negative one is carried over into the next settlement.',
    );
  const { storeId, currency } = account;
  return {
    kind: 'accepted',
    cause,
    event: {
      type: 'SettlementPaidOut',
      data: { settlementId, storeId, currency, number, amount: total, reference, paidOutAt: at },
    },
  };
};

const causeOf = ({
  settlementId,
  reference,
  idempotencyKey,
}: PayOutSettlement): SettlementCause => ({
  action: 'pay-out-settlement',
  fingerprint: fingerprint({ action: 'pay-out-settlement', settlementId, reference }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

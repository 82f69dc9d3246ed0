import { fingerprint } from '../order/idempotency.js';
import type { Instant } from '../time/instant.js';
import { periodDays } from './schedule/settlement-due.js';
import { type Day, localDay } from './schedule/time-zones.js';
import type { SettlementAccount, SettlementState } from './settlement-account.js';
import {
  rejectSettlement,
  settlementAnsweredBefore,
  type SettlementDecision,
} from './settlement-decision.js';
import type { SettlementCause, SettlementClosed, SettlementTotals } from './settlement-events.js';
import { differingFigures, figuresDue, type StatementByLog } from './correct-settlement.js';

export interface PayOutSettlementCommand {
  readonly settlementId: string;
  readonly at: Instant;
  /** The bank's reference of the payment. */
  readonly reference: string;
  /** The bank's date of the payment, such as `2026-03-31`. */
  readonly paidOn?: Day;
  /**
   * The sums of the settlement's captures and refunds, computed from the log. The payout is
   * rejected if the recorded statement differs from these sums.
   */
  readonly byLog: StatementByLog;
  readonly idempotencyKey?: string;
}

/** Records that a settlement's total was paid to the merchant. */
export const payOutSettlement = (
  account: SettlementAccount | undefined,
  command: PayOutSettlementCommand,
): SettlementDecision => {
  const { settlementId, at, reference, paidOn, byLog } = command;
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const cause = causeOf(command);
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const { number, figures, payout, closed } = settlement;
  if (figures === undefined)
    return rejectSettlement('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet.');
  if (payout !== undefined)
    return rejectSettlement('SETTLEMENT_ALREADY_PAID_OUT', 'The settlement was paid out before.');
  const { total } = figures;
  if (total <= 0)
    return rejectSettlement(
      'SETTLEMENT_NOTHING_TO_PAY_OUT',
      'The total is not above zero; a negative one is carried over into the next settlement.',
    );
  const misdated = paidOn === undefined ? undefined : misdatedPayout(paidOn, closed, at);
  if (misdated !== undefined) return misdated;
  const unproven = unprovenStatement(settlement, figures, byLog);
  if (unproven !== undefined) return unproven;
  const { storeId, currency } = account;
  return {
    kind: 'accepted',
    cause,
    event: {
      type: 'SettlementPaidOut',
      data: {
        ...{ settlementId, storeId, currency, number, amount: total, reference },
        ...(paidOn !== undefined && { paidOn }),
        paidOutAt: at,
      },
    },
  };
};

const unprovenStatement = (
  settlement: SettlementState,
  figures: SettlementTotals,
  byLog: StatementByLog,
): SettlementDecision | undefined => {
  const due = figuresDue(settlement, byLog);
  if ('kind' in due) return due;
  const differing = differingFigures(figures, due);
  if (differing.length === 0) return undefined;
  return rejectSettlement(
    'SETTLEMENT_STATEMENT_DIFFERS',
    `The statement is not what the log says: ${differing.join('; ')}. Correct the settlement first.`,
  );
};

/**
 * The bank's date of a payment may be some days ahead, if the payment was ordered before a weekend
 * and holidays. A date more than this number of days ahead is a typing error.
 */
const daysAheadMax = 10;
const dayMs = 86_400_000;

const misdatedPayout = (
  paidOn: Day,
  closed: SettlementClosed['data'],
  at: Instant,
): SettlementDecision | undefined => {
  const { endDate } = periodDays(closed);
  if (paidOn < endDate)
    return rejectSettlement(
      'SETTLEMENT_PAYOUT_TOO_EARLY',
      `The settlement ends on ${endDate}, so it was not paid out on ${paidOn}.`,
    );
  const last = localDay(Date.parse(at) + daysAheadMax * dayMs, closed.timeZone);
  return paidOn > last
    ? rejectSettlement(
        'SETTLEMENT_PAYOUT_IN_FUTURE',
        `${paidOn} is more than ${daysAheadMax} days ahead: at most ${last} can be recorded now.`,
      )
    : undefined;
};

/**
 * If there is no bank's date, it is not hashed at all, not even as an empty value. Older versions
 * had no bank's date, so a payout from an older version keeps its fingerprint.
 */
const causeOf = ({
  settlementId,
  reference,
  paidOn,
  idempotencyKey,
}: PayOutSettlementCommand): SettlementCause => ({
  action: 'pay-out-settlement',
  fingerprint: fingerprint({
    ...{ action: 'pay-out-settlement', settlementId, reference },
    ...(paidOn !== undefined && { paidOn }),
  }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

export interface ReversePayoutCommand {
  readonly settlementId: string;
  readonly at: Instant;
  readonly reason: string;
  readonly idempotencyKey?: string;
}

/**
 * Records that a payout was reversed, for example because the bank returned the money. The
 * settlement can then be paid out again.
 */
export const reversePayout = (
  account: SettlementAccount | undefined,
  command: ReversePayoutCommand,
): SettlementDecision => {
  const { settlementId, at, reason } = command;
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const cause = causeOfReversal(command);
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

const causeOfReversal = ({
  settlementId,
  reason,
  idempotencyKey,
}: ReversePayoutCommand): SettlementCause => ({
  action: 'reverse-settlement-payout',
  fingerprint: fingerprint({ action: 'reverse-settlement-payout', settlementId, reason }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

/**
 * A bank's reference of a payment: 1 to 128 visible characters, with spaces only between them. The
 * reference is printed in the files of the settlement, so it has to fit into one line.
 */
export const payoutReference =
  /^[^\p{Cc}\p{Cf}\p{Z}](?:[^\p{Cc}\p{Cf}]{0,126}[^\p{Cc}\p{Cf}\p{Z}])?$/u;

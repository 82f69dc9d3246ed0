import type { Instant } from '../time/instant.js';
import { periodDays } from './schedule/settlement-due.js';
import { type Day, localDay } from './schedule/time-zones.js';
import type { SettlementAccount, SettlementState } from './settlement-account.js';
import {
  decideOnSettlement,
  rejectSettlement,
  settlementCause,
  type SettlementDecision,
  type SettlementRejected,
} from './settlement-decision.js';
import type { SettlementClosed, SettlementTotals } from './settlement-events.js';
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
  // A payout without a bank's date has the fingerprint that older versions gave it, because
  // canonical JSON leaves out a member that is undefined. Older versions had no bank's date.
  const cause = settlementCause('pay-out-settlement', command, { settlementId, reference, paidOn });
  return decideOnSettlement(account, { settlementId, cause }, (settlement, members) => {
    const { figures, payout, closed } = settlement;
    if (figures === undefined)
      return rejectSettlement('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet.');
    if (payout !== undefined)
      return rejectSettlement('SETTLEMENT_ALREADY_PAID_OUT', 'The settlement is already paid out.');
    const { total } = figures;
    if (total <= 0)
      return rejectSettlement(
        'SETTLEMENT_NOTHING_TO_PAY_OUT',
        'The total is not above zero; a negative total is carried over into the next settlement.',
      );
    const misdated = paidOn === undefined ? undefined : misdatedPayout(paidOn, closed, at);
    const refused = misdated ?? unprovenStatement(settlement, figures, byLog);
    if (refused !== undefined) return refused;
    return {
      type: 'SettlementPaidOut',
      data: {
        ...{ ...members, amount: total, reference },
        ...(paidOn !== undefined && { paidOn }),
        paidOutAt: at,
      },
    };
  });
};

const unprovenStatement = (
  settlement: SettlementState,
  figures: SettlementTotals,
  byLog: StatementByLog,
): SettlementRejected | undefined => {
  const due = figuresDue(settlement, byLog);
  if ('kind' in due) return due;
  const differing = differingFigures(figures, due);
  if (differing.length === 0) return undefined;
  return rejectSettlement(
    'SETTLEMENT_STATEMENT_DIFFERS',
    `The statement differs from the log: ${differing.join('; ')}. Correct the settlement first.`,
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
): SettlementRejected | undefined => {
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
  const cause = settlementCause('reverse-settlement-payout', command, { settlementId, reason });
  return decideOnSettlement(account, { settlementId, cause }, ({ payout }, members) => {
    if (payout === undefined)
      return rejectSettlement(
        'SETTLEMENT_NOT_PAID_OUT',
        'The settlement has no payout to take back.',
      );
    const { amount, reference } = payout;
    return {
      type: 'SettlementPayoutReversed',
      data: { ...members, amount, reference, reason, reversedAt: at },
    };
  });
};

/**
 * A bank's reference of a payment: 1 to 128 visible characters, with spaces only between them. The
 * reference is printed in the files of the settlement, so it has to fit into one line.
 */
export const payoutReference =
  /^[^\p{Cc}\p{Cf}\p{Z}](?:[^\p{Cc}\p{Cf}]{0,126}[^\p{Cc}\p{Cf}\p{Z}])?$/u;

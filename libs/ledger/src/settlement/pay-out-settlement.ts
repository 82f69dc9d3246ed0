import type { Instant } from '../order/order-events.js';
import { fingerprint } from '../order/fingerprint.js';
import type { SettlementAccount, SettlementState } from './settlement-account.js';
import { settlementAnsweredBefore } from './settlement-answered-before.js';
import { rejectSettlement, type SettlementDecision } from './settlement-decision.js';
import type { SettlementCause, SettlementClosed, SettlementTotals } from './settlement-events.js';
import { differingFigures, figuresDue, type StatementByLog } from './statement-by-log.js';
import { localDay, type Day } from './schedule/local-day.js';
import { periodDays } from './schedule/period-days.js';

export interface PayOutSettlement {
  readonly settlementId: string;
  readonly at: Instant;
  /** How the bank knows the payment. */
  readonly reference: string;
  /** The bank's date: a day of the calendar, as `2026-03-31`. */
  readonly paidOn?: Day;
  /** What the settlement comes to by the log: nothing else is paid out. */
  readonly byLog: StatementByLog;
  readonly idempotencyKey?: string;
}

/** Records that a settlement's total was paid to the merchant. */
export const payOutSettlement = (
  account: SettlementAccount | undefined,
  command: PayOutSettlement,
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

/** A payment that was ordered before a weekend and a holiday is dated some days ahead; more is a slip of the pen. */
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

/** A command without a bank's date has the fingerprint that it had before there were any. */
const causeOf = ({
  settlementId,
  reference,
  paidOn,
  idempotencyKey,
}: PayOutSettlement): SettlementCause => ({
  action: 'pay-out-settlement',
  fingerprint: fingerprint({
    ...{ action: 'pay-out-settlement', settlementId, reference },
    ...(paidOn !== undefined && { paidOn }),
  }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

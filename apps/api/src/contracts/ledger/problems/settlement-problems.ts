import type { SettlementRejectionCode } from '#ledger';
import { type ProblemType, refused } from './problem-type.js';

/** The error of `/v1` for each rejection code of a settlement command. */
export const settlementProblems: Readonly<Record<SettlementRejectionCode, ProblemType>> = {
  IDEMPOTENCY_KEY_REUSED: refused(
    'IDEMPOTENCY_KEY_REUSED',
    'The idempotency key was used for another request',
  ),
  SETTLEMENT_NOT_FOUND: {
    status: 404,
    code: 'SETTLEMENT_NOT_FOUND',
    title: 'There is no such settlement',
  },
  SETTLEMENT_NOTHING_TO_SETTLE: refused(
    'SETTLEMENT_NOTHING_TO_SETTLE',
    'Nothing was captured or refunded since the last settlement',
  ),
  SETTLEMENT_NOT_STATED: refused('SETTLEMENT_NOT_STATED', 'The settlement has no statement yet'),
  SETTLEMENT_ALREADY_PAID_OUT: refused(
    'SETTLEMENT_ALREADY_PAID_OUT',
    'The settlement was paid out before',
  ),
  SETTLEMENT_NOTHING_TO_PAY_OUT: refused(
    'SETTLEMENT_NOTHING_TO_PAY_OUT',
    "The settlement's total is not above zero",
  ),
  SETTLEMENT_PAYOUT_TOO_EARLY: refused(
    'SETTLEMENT_PAYOUT_TOO_EARLY',
    "The bank's date is before the settlement's end",
  ),
  SETTLEMENT_PAYOUT_IN_FUTURE: refused(
    'SETTLEMENT_PAYOUT_IN_FUTURE',
    "The bank's date is too far ahead",
  ),
  SETTLEMENT_NOT_PAID_OUT: refused('SETTLEMENT_NOT_PAID_OUT', 'No payout of the settlement stands'),
  SETTLEMENT_STATEMENT_DIFFERS: refused(
    'SETTLEMENT_STATEMENT_DIFFERS',
    'The statement is not what the log says',
  ),
  SETTLEMENT_LINES_UNREADABLE: refused(
    'SETTLEMENT_LINES_UNREADABLE',
    'The log does not tell what the settlement comes to',
  ),
  SETTLEMENT_NOTHING_TO_CORRECT: refused(
    'SETTLEMENT_NOTHING_TO_CORRECT',
    'The statement is what the log says',
  ),
};

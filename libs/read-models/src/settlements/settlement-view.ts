import { localDay } from '#ledger';
import type { CutReason, Day, Instant, SettlementTotals } from '#ledger';

/** The last correction of a statement. */
export interface StatementCorrection {
  /** The figures of the first statement, before the correction. */
  readonly stated: SettlementTotals;
  readonly reason: string;
  /** A client's id, or `operator`. */
  readonly correctedBy: string;
  readonly correctedAt: Instant;
}

/** A settlement as the read model shows it. */
export interface SettlementView {
  readonly settlementId: string;
  readonly storeId: string;
  readonly currency: string;
  /** The settlements of a store and currency are numbered from 1. */
  readonly number: number;
  readonly periodStart: Instant;
  /** Exclusive. */
  readonly periodEnd: Instant;
  /** First and last day of the period in its time zone, such as `2026-03-29`. */
  readonly startDate: string;
  readonly endDate: string;
  readonly closedAt: Instant;
  readonly reason: CutReason;
  /** The time zone in which the settlement's days begin. */
  readonly timeZone: string;
  /**
   * Position of the cut before; -1 for the first. Captures and refunds after it, up to `position`,
   * belong to this settlement.
   */
  readonly afterPosition: bigint;
  /** The position of the cut itself. */
  readonly position: bigint;
  /** The figures in force. Absent until the settlement was stated, a moment after the cut. */
  readonly totals?: SettlementTotals;
  /** Present if the statement was not what the log says, and was corrected. */
  readonly correction?: StatementCorrection;
  /**
   * The reason why there is no statement: the read model differs from the log, or the log cannot be
   * read.
   */
  readonly problem?: string;
  readonly statedAt?: Instant;
  /** When the payout was recorded; absent again once the payout was reversed. */
  readonly paidOutAt?: Instant;
  readonly payoutReference?: string;
  /** The bank's date of the payout, if it was given. */
  readonly paidOn?: Day;
  /** When and why the last reversed payout was reversed. */
  readonly payoutReversedAt?: Instant;
  readonly payoutReversalReason?: string;
  /** The reference of the reversed payout, and the bank's date if it was given. */
  readonly reversedPayoutReference?: string;
  readonly reversedPaidOn?: Day;
}

/** The day of the payout: the bank's date if it was given, or else the day of the recording. */
export const payoutDay = ({
  paidOn,
  paidOutAt,
  timeZone,
}: Pick<SettlementView, 'paidOn' | 'paidOutAt' | 'timeZone'>): Day | undefined =>
  paidOn ?? (paidOutAt === undefined ? undefined : localDay(paidOutAt, timeZone));

import { localDay } from '#ledger';
import type { CutReason, Day, Instant, SettlementTotals } from '#ledger';

/** The newest correction of a settlement's sums (its statement). */
export interface StatementCorrection {
  /** The sums that were written first, before the correction. */
  readonly stated: SettlementTotals;
  readonly reason: string;
  /** The id of the client that made the correction, or `operator`. */
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
  /** The end of the period; exclusive. */
  readonly periodEnd: Instant;
  /** First and last day of the period in its time zone, such as `2026-03-29`. */
  readonly startDate: string;
  readonly endDate: string;
  readonly closedAt: Instant;
  readonly reason: CutReason;
  /** The time zone in which the settlement's days begin. */
  readonly timeZone: string;
  /**
   * Log position of the event that closed the previous settlement of the store and currency; -1 for
   * the first settlement. Captures and refunds after this position, up to `position`, belong to
   * this settlement.
   */
  readonly afterPosition: bigint;
  /** Log position of the event that closed this settlement. */
  readonly position: bigint;
  /**
   * The sums of the settlement, as its statement or the newest correction has them. Absent until
   * the statement is written, a moment after the settlement was closed.
   */
  readonly totals?: SettlementTotals;
  /** Present if the sums that were written first differed from the log and were corrected. */
  readonly correction?: StatementCorrection;
  /**
   * The reason why the sums could not be written: the read model differs from the log, or the log
   * cannot be read.
   */
  readonly problem?: string;
  readonly statedAt?: Instant;
  /**
   * The time when the payout was recorded; absent while there is no payout, and after a payout was
   * reversed.
   */
  readonly paidOutAt?: Instant;
  readonly payoutReference?: string;
  /** The date that the bank gives the payout, if that date was recorded. */
  readonly paidOn?: Day;
  /**
   * The time and the reason of the newest reversal of a payout; absent if no payout was reversed.
   */
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

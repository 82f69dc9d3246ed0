import { localDay } from '#ledger';
import type { CutReason, Day, Instant, SettlementTotals } from '#ledger';

/** The last correction of a statement. */
export interface StatementCorrection {
  /** The figures stated first. */
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
  /** 1 for the first of this store and currency. */
  readonly number: number;
  readonly periodStart: Instant;
  /** Exclusive. */
  readonly periodEnd: Instant;
  /**
   * First and last day of the period in its time zone, as the list is searched by them:
   * `2026-03-29`.
   */
  readonly startDate: string;
  readonly endDate: string;
  readonly closedAt: Instant;
  readonly reason: CutReason;
  /** Days of this settlement are days of this zone. */
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
  /** When the payout that stands was recorded. */
  readonly paidOutAt?: Instant;
  readonly payoutReference?: string;
  /** The bank's date; absent if nobody gave one. */
  readonly paidOn?: Day;
  /** When the last payout that did not stand was taken back, and why. */
  readonly payoutReversedAt?: Instant;
  readonly payoutReversalReason?: string;
  /**
   * The reference of that payout: how the bank knew it, and the bank's date if somebody gave one.
   */
  readonly reversedPayoutReference?: string;
  readonly reversedPaidOn?: Day;
}

/**
 * The day of the payout that stands: the bank's or, where nobody gave one, that on which it was
 * recorded.
 */
export const payoutDay = ({
  paidOn,
  paidOutAt,
  timeZone,
}: Pick<SettlementView, 'paidOn' | 'paidOutAt' | 'timeZone'>): Day | undefined =>
  paidOn ?? (paidOutAt === undefined ? undefined : localDay(paidOutAt, timeZone));

import type { CutReason, SettlementTotals } from '#ledger';
import type { SettlementView } from './settlement-view.js';

/** A row of `settlements` as `pg` delivers it. */
export interface SettlementRecord {
  readonly settlement_id: string;
  readonly store_id: string;
  readonly currency: string;
  readonly number: number;
  readonly after_position: string;
  readonly position: string;
  readonly period_start: Date;
  readonly period_end: Date;
  readonly start_date: string;
  readonly end_date: string;
  readonly closed_at: Date;
  readonly reason: CutReason;
  readonly time_zone: string;
  readonly totals: SettlementTotals | null;
  readonly stated_at: Date | null;
  readonly paid_out_at: Date | null;
  readonly payout_reference: string | null;
  readonly paid_on: string | null;
  readonly payout_reversed_at: Date | null;
  readonly payout_reversal_reason: string | null;
  readonly reversed_payout_reference: string | null;
  readonly reversed_paid_on: string | null;
  readonly stated_totals: SettlementTotals | null;
  readonly correction_reason: string | null;
  readonly corrected_by: string | null;
  readonly corrected_at: Date | null;
  readonly problem: string | null;
}

export const settlementColumns = `
  s.settlement_id, s.store_id, s.currency, s.number, s.after_position, s.position, s.period_start,
  s.period_end, s.start_date::text, s.end_date::text, s.closed_at, s.reason, s.time_zone, s.totals, s.stated_at, s.paid_out_at,
  s.payout_reference, s.paid_on::text, s.payout_reversed_at, s.payout_reversal_reason,
  s.reversed_payout_reference, s.reversed_paid_on::text,
  s.stated_totals, s.correction_reason, s.corrected_by, s.corrected_at,
  (SELECT p.detail FROM settlement_problems p WHERE p.settlement_id = s.settlement_id AND s.stated_at IS NULL) AS problem`;

export const settlementOf = (record: SettlementRecord): SettlementView => ({
  settlementId: record.settlement_id,
  storeId: record.store_id,
  currency: record.currency,
  number: record.number,
  afterPosition: BigInt(record.after_position),
  position: BigInt(record.position),
  periodStart: record.period_start.toISOString(),
  periodEnd: record.period_end.toISOString(),
  startDate: record.start_date,
  endDate: record.end_date,
  closedAt: record.closed_at.toISOString(),
  reason: record.reason,
  timeZone: record.time_zone,
  ...(record.totals !== null && { totals: record.totals }),
  ...(record.stated_at !== null && { statedAt: record.stated_at.toISOString() }),
  ...(record.paid_out_at !== null && { paidOutAt: record.paid_out_at.toISOString() }),
  ...(record.payout_reference !== null && { payoutReference: record.payout_reference }),
  ...(record.paid_on !== null && { paidOn: record.paid_on }),
  ...(record.payout_reversed_at !== null && {
    payoutReversedAt: record.payout_reversed_at.toISOString(),
  }),
  ...(record.payout_reversal_reason !== null && {
    payoutReversalReason: record.payout_reversal_reason,
  }),
  ...(record.reversed_payout_reference !== null && {
    reversedPayoutReference: record.reversed_payout_reference,
  }),
  ...(record.reversed_paid_on !== null && { reversedPaidOn: record.reversed_paid_on }),
  ...correctionOf(record),
  ...(record.problem !== null && { problem: record.problem }),
});

const correctionOf = (record: SettlementRecord): Pick<SettlementView, 'correction'> => {
  const { stated_totals: stated, corrected_at: correctedAt } = record;
  if (stated === null || correctedAt === null) return {};
  return {
    correction: {
      stated,
      reason: record.correction_reason ?? '',
      correctedBy: record.corrected_by ?? '',
      correctedAt: correctedAt.toISOString(),
    },
  };
};

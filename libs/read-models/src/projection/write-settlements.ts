import type {
  SettlementClosed,
  SettlementCorrected,
  SettlementPaidOut,
  SettlementPayoutReversed,
  SettlementStated,
} from '#ledger';
import { periodDays, settlementIdOf, totalsIn } from '#ledger';
import type { Statement } from '../sql/query.js';
import type { ProjectedSettlementEvent } from './projection-page.js';

/**
 * A cut begins where the one before it stands, found by the id that its number gives it; if that is not there, the page
 * fails for want of a position.
 */
const closeSql = `
  INSERT INTO settlements (
    settlement_id, store_id, currency, number, after_position, position, period_start, period_end,
    closed_at, reason, time_zone, start_date, end_date)
  SELECT $1, $2, $3, $4::integer,
    CASE WHEN $4::integer = 1 THEN -1 ELSE (
      SELECT s.position FROM settlements s WHERE s.settlement_id = $11) END,
    $5, $6, $7, $8, $9, $10, $12::date, $13::date`;

const stateSql = 'UPDATE settlements SET totals = $2, stated_at = $3 WHERE settlement_id = $1';

const correctSql = `
  UPDATE settlements SET totals = $2, stated_totals = coalesce(stated_totals, totals), correction_reason = $3,
    corrected_by = $4, corrected_at = $5
  WHERE settlement_id = $1`;

const payOutSql = `
  UPDATE settlements SET paid_out_at = $2, payout_reference = $3, paid_on = $4::date
  WHERE settlement_id = $1`;

const reversePayoutSql = `
  UPDATE settlements SET reversed_payout_reference = payout_reference, reversed_paid_on = paid_on,
    paid_out_at = NULL, payout_reference = NULL, paid_on = NULL,
    payout_reversed_at = $2, payout_reversal_reason = $3
  WHERE settlement_id = $1`;

/** The events of settlements in their order, a statement each: there are three for a settlement, and few settlements. */
export const writeSettlements = (events: readonly ProjectedSettlementEvent[]): Statement[] =>
  events.map((event) => {
    switch (event.type) {
      case 'SettlementClosed':
        return closed(event.data, event.position);
      case 'SettlementStated':
        return stated(event.data);
      case 'SettlementCorrected':
        return corrected(event.data);
      case 'SettlementPaidOut':
        return paidOut(event.data);
      case 'SettlementPayoutReversed':
        return payoutReversed(event.data);
    }
  });

const closed = (data: SettlementClosed['data'], position: bigint): Statement => ({
  name: 'close-settlement',
  text: closeSql,
  values: [
    data.settlementId,
    data.storeId,
    data.currency,
    data.number,
    position,
    data.periodStart,
    data.periodEnd,
    data.closedAt,
    data.reason,
    data.timeZone,
    settlementIdOf({ ...data, number: data.number - 1 }),
    ...Object.values(periodDays(data)),
  ],
});

const stated = (data: SettlementStated['data']): Statement => ({
  name: 'state-settlement',
  text: stateSql,
  values: [data.settlementId, JSON.stringify(totalsIn(data)), data.statedAt],
});

const corrected = (data: SettlementCorrected['data']): Statement => ({
  name: 'correct-settlement',
  text: correctSql,
  values: [
    data.settlementId,
    JSON.stringify(totalsIn(data)),
    data.reason,
    data.correctedBy,
    data.correctedAt,
  ],
});

const paidOut = (data: SettlementPaidOut['data']): Statement => ({
  name: 'pay-out-settlement',
  text: payOutSql,
  values: [data.settlementId, data.paidOutAt, data.reference, data.paidOn ?? null],
});

const payoutReversed = (data: SettlementPayoutReversed['data']): Statement => ({
  name: 'reverse-payout',
  text: reversePayoutSql,
  values: [data.settlementId, data.reversedAt, data.reason],
});

import type {
  CutReason,
  SettlementClosed,
  SettlementCorrected,
  SettlementPaidOut,
  SettlementPayoutReversed,
  SettlementStated,
  SettlementTotals,
} from '#ledger';
import { periodDays, settlementIdOf, totalsIn } from '#ledger';
import type { ProjectedSettlementEvent } from '../projection/projection-page.js';
import type { SettlementView } from '../settlements/settlement-view.js';
import {
  date,
  filled,
  integer,
  json,
  optional,
  position,
  text,
  textAs,
  timestamptz,
  uuid,
} from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { ColumnSet, Table } from '../sql/table.js';
import type { SqlRecord } from '../sql/table.js';

/**
 * An SQL expression for the log position of the event that closed the previous settlement of the
 * store and currency. The id of the previous settlement is computed from its number. If the
 * previous settlement is missing, the result is NULL, and PostgreSQL refuses the row.
 */
const positionBefore = `CASE WHEN n.number = 1 THEN -1 ELSE (
  SELECT s.position FROM settlements s WHERE s.settlement_id = n.previous_id) END`;

/**
 * The columns that are written when a settlement is closed (cut). Later events write all other
 * columns.
 */
const cut = {
  settlementId: uuid,
  storeId: text,
  currency: text,
  number: integer,
  afterPosition: filled(position, positionBefore),
  position,
  periodStart: timestamptz,
  periodEnd: timestamptz,
  /** First and last day of the period in its time zone. */
  startDate: date,
  endDate: date,
  closedAt: timestamptz,
  reason: textAs<CutReason>(),
  timeZone: text,
};

export const settlements = new Table(
  'settlements',
  {
    ...cut,
    totals: optional(json<SettlementTotals>()),
    statedAt: optional(timestamptz),
    paidOutAt: optional(timestamptz),
    payoutReference: optional(text),
    paidOn: optional(date),
    payoutReversedAt: optional(timestamptz),
    payoutReversalReason: optional(text),
    reversedPayoutReference: optional(text),
    reversedPaidOn: optional(date),
    /** The sums that were written first, if they were corrected later. */
    statedTotals: optional(json<SettlementTotals>()),
    correctionReason: optional(text),
    correctedBy: optional(text),
    correctedAt: optional(timestamptz),
  },
  { ids: ['settlementId'], owner: 'settlementId', isKeyedWhileLoading: true },
);

const inserted = new ColumnSet(cut);
const withPrevious = new ColumnSet({ ...cut, previousId: uuid });

const closeSql = `
  INSERT INTO settlements (${inserted.names}) SELECT ${inserted.values} FROM ${withPrevious.unnest}`;

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

/**
 * One statement for each event, in the order of the events. There are few settlement events, so
 * combining them into larger statements would save little.
 */
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

const closed = (data: SettlementClosed['data'], at: bigint): Statement => {
  const previousId = settlementIdOf({ ...data, number: data.number - 1 });
  const row = { ...data, ...periodDays(data), position: at, previousId };
  return { name: 'close-settlement', text: closeSql, values: withPrevious.arrays([row]) };
};

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

/**
 * The columns of a settlement `s`. `problem` is the reason why the settlement's sums could not be
 * written, if there is one.
 */
export const settlementColumns = `${settlements.select('s')},
  (SELECT p.detail FROM settlement_problems p
   WHERE p.settlement_id = s.settlement_id AND s.stated_at IS NULL) AS problem`;

export const settlementOf = (record: SqlRecord): SettlementView => {
  const { statedTotals, correctionReason, correctedBy, correctedAt, ...same } =
    settlements.read(record);
  const { problem } = record;
  return {
    ...same,
    ...(statedTotals !== undefined &&
      correctedAt !== undefined && {
        correction: {
          stated: statedTotals,
          reason: correctionReason ?? '',
          correctedBy: correctedBy ?? '',
          correctedAt,
        },
      }),
    ...(typeof problem === 'string' && { problem }),
  };
};

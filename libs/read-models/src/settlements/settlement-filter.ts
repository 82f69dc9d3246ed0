import type { Instant } from '#ledger';
import { containing, type SqlValues } from '../sql/query.js';

export const comparisons = ['=', '>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * A condition on the first or the last day of a settlement's period, in the settlement's time zone.
 */
export interface DayCondition {
  readonly of: 'startDate' | 'endDate';
  readonly is: Comparison;
  /** `2026-03-29` */
  readonly day: string;
}

/**
 * The conditions of a list of settlements. A settlement must meet all conditions that are given.
 */
export interface SettlementFilter {
  /** The stores that the caller asks for and may see (I8 of domain.md). */
  readonly stores: readonly string[];
  readonly currency?: string;
  /** The number of the settlement, counted from 1 for each store and currency. */
  readonly number?: number;
  /** If true, only settlements whose sums were written (stated). */
  readonly stated?: boolean;
  /** Only settlements that were closed (cut) at this time or later. */
  readonly closedFrom?: Instant;
  /** Only settlements that were closed (cut) before this time. */
  readonly closedBefore?: Instant;
  readonly days?: readonly DayCondition[];
  /** The exact reference of the payout. A payout that was reversed is not found. */
  readonly payoutReference?: string;
  /**
   * A part of the payout's reference, without regard to case. A payout that was reversed is not
   * found.
   */
  readonly text?: string;
  /** The exact total of the settlement, in minor units. */
  readonly total?: number;
  /** With `total`: only settlements in these currencies. */
  readonly totalCurrencies?: readonly string[];
  /**
   * `paid`: settlements that were paid out. `due`: settlements whose stated total is above zero and
   * that were not paid out.
   */
  readonly payout?: PayoutState;
}

export const payoutStates = ['due', 'paid'] as const;
export type PayoutState = (typeof payoutStates)[number];

const total = `(s.totals ->> 'total')::bigint`;

const payoutConditions: Readonly<Record<PayoutState, string>> = {
  due: `s.stated_at IS NOT NULL AND s.paid_out_at IS NULL AND ${total} > 0`,
  paid: 's.paid_out_at IS NOT NULL',
};

const dayColumns = { startDate: 's.start_date', endDate: 's.end_date' };

export const matchingSettlements = (filter: SettlementFilter, sql: SqlValues): string =>
  [
    `s.store_id = ANY (${sql.place(filter.stores)}::text[])`,
    ...(filter.currency === undefined ? [] : [`s.currency = ${sql.place(filter.currency)}`]),
    ...(filter.number === undefined ? [] : [`s.number = ${sql.place(filter.number)}`]),
    ...(filter.stated === true ? ['s.stated_at IS NOT NULL'] : []),
    ...(filter.closedFrom === undefined ? [] : [`s.closed_at >= ${sql.place(filter.closedFrom)}`]),
    ...(filter.closedBefore === undefined
      ? []
      : [`s.closed_at < ${sql.place(filter.closedBefore)}`]),
    ...(filter.days ?? []).map(
      ({ of, is, day }) => `${dayColumns[of]} ${is} ${sql.place(day)}::date`,
    ),
    ...(filter.payoutReference === undefined
      ? []
      : [`s.payout_reference = ${sql.place(filter.payoutReference)}`]),
    ...(filter.text === undefined ? [] : [referred(filter.text, sql)]),
    ...(filter.total === undefined ? [] : [`${total} = ${sql.place(filter.total)}`]),
    ...(filter.total === undefined || filter.totalCurrencies === undefined
      ? []
      : [`s.currency = ANY (${sql.place([...filter.totalCurrencies])}::text[])`]),
    ...(filter.payout === undefined ? [] : [payoutConditions[filter.payout]]),
  ].join(' AND ');

const referred = (text: string, sql: SqlValues): string =>
  `s.payout_reference ILIKE ${sql.place(containing(text))}`;

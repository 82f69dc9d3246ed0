import { v5 as uuidV5 } from 'uuid';
import type { Instant } from '../order/order-events.js';
import type { Day } from './schedule/local-day.js';
import type { VatShare } from './vat-per-rate.js';

interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Readonly<{ settlementId: string; storeId: string; currency: string } & Data>;
}

/** The reason of a cut: the end of the store's period, or a request. */
export type CutReason = 'schedule' | 'request';

/**
 * The cut (domain.md, "Settlements are ranges of the log"): every settled capture and refund of the
 * store and currency that stands in the log before this event, and after the cut before it, belongs
 * to this settlement. The period says what the cut was made for; where the event stands says what
 * belongs to it.
 */
export type SettlementClosed = Fact<
  'SettlementClosed',
  {
    /** 1 for the first of this store and currency, then one more each time. */
    number: number;
    periodStart: Instant;
    /** Exclusive. */
    periodEnd: Instant;
    closedAt: Instant;
    reason: CutReason;
    /** The store's at the time of the cut: days on statements are days of this zone. */
    timeZone: string;
  }
>;

/** The sums of a settlement. All amounts are in minor units. */
export interface SettlementTotals {
  /**
   * Carried over from before: a total below zero, and what corrections of earlier statements left
   * over.
   */
  readonly ingoingBalance: number;
  readonly captured: number;
  /** A positive amount. */
  readonly refunded: number;
  readonly fees: number;
  /** ingoingBalance + captured - refunded - fees. */
  readonly total: number;
  /** By rate, the lowest first. */
  readonly vat: readonly VatShare[];
  readonly lines: number;
  /** Hex SHA-256 over the lines in their order (`linesHash`). */
  readonly linesSha256: string;
}

/** The sums of the settlement: evidence that an audit recomputes from the log alone. */
export type SettlementStated = Fact<
  'SettlementStated',
  SettlementTotals & { number: number; statedAt: Instant }
>;

/**
 * The statement was not what the log says: these figures take its place, and the statement itself
 * stays where it is. Made from the log alone.
 */
export type SettlementCorrected = Fact<
  'SettlementCorrected',
  SettlementTotals & {
    number: number;
    /**
     * The figures that were in force before: the statement's, or those of an earlier correction.
     */
    corrects: SettlementTotals;
    /** Amount paid out by then, if a payout was in force. */
    paid?: number;
    reason: string;
    /** A client's id, or `operator`. */
    correctedBy: string;
    correctedAt: Instant;
  }
>;

/** The total was paid to the merchant. */
export type SettlementPaidOut = Fact<
  'SettlementPaidOut',
  {
    number: number;
    amount: number;
    reference: string;
    /** The bank's date, a day of the calendar; absent if nobody gave one. */
    paidOn?: Day;
    /** When it was recorded. */
    paidOutAt: Instant;
  }
>;

/**
 * A payout did not happen after all, or was recorded by mistake. The settlement can be paid out
 * anew.
 */
export type SettlementPayoutReversed = Fact<
  'SettlementPayoutReversed',
  {
    number: number;
    amount: number;
    /** The reference of the payout that is taken back. */
    reference: string;
    reason: string;
    reversedAt: Instant;
  }
>;

export type SettlementEvent =
  | SettlementClosed
  | SettlementStated
  | SettlementCorrected
  | SettlementPaidOut
  | SettlementPayoutReversed;

export type SettlementAction =
  | 'close-settlement'
  | 'state-settlement'
  | 'correct-settlement'
  | 'pay-out-settlement'
  | 'reverse-settlement-payout';

/**
 * The request that a settlement event came from; stored in its metadata, remembered by the fold.
 */
export interface SettlementCause {
  readonly action: SettlementAction;
  /** SHA-256 of the request's meaning, hex. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
}

export type RecordedSettlementChange = SettlementEvent & { readonly cause: SettlementCause };

/** The settlements' namespace for UUID v5. It is part of every stored id and never changes. */
const namespace = '0c4f2f6e-0b0e-4a53-8d0f-4a1f5f0c9b27';

export interface SettlementName {
  readonly storeId: string;
  readonly currency: string;
  readonly number: number;
}

/** The id of the settlement that has this number of its store and currency. */
export const settlementIdOf = ({ storeId, currency, number }: SettlementName): string =>
  uuidV5(JSON.stringify([storeId, currency, number]), namespace);

/** The totals alone, each member by name and in one order. */
export const totalsIn = (totals: SettlementTotals): SettlementTotals => ({
  ingoingBalance: totals.ingoingBalance,
  captured: totals.captured,
  refunded: totals.refunded,
  fees: totals.fees,
  total: totals.total,
  vat: totals.vat.map(({ vatRate, gross, vat }) => ({ vatRate, gross, vat })),
  lines: totals.lines,
  linesSha256: totals.linesSha256,
});

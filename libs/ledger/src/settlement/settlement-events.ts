import { v5 as uuidV5 } from 'uuid';
import type { Instant } from '../time/instant.js';
import type { Day } from './schedule/time-zones.js';
import type { VatShare } from './vat-per-rate.js';

interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Readonly<{ settlementId: string; storeId: string; currency: string } & Data>;
}

/**
 * The reason for closing a settlement. `schedule`: the store's period ended. `request`: a caller
 * asked for it.
 */
export type CutReason = 'schedule' | 'request';

/**
 * The cut of a settlement: the event that closes it (domain.md, "Settlements are ranges of the
 * log"). The settlement contains all captures and refunds of the store and currency that were
 * settled in the log after the previous cut and before this one. Only the position of this event in
 * the log decides what belongs to the settlement. The end of a period is merely a reason to close a
 * settlement.
 */
export type SettlementClosed = Fact<
  'SettlementClosed',
  {
    /** Counts the settlements of the store and currency, from 1. */
    number: number;
    periodStart: Instant;
    /** The first instant after the period. */
    periodEnd: Instant;
    closedAt: Instant;
    reason: CutReason;
    /**
     * The store's time zone when the settlement was closed. Days on the statement are days of this
     * zone.
     */
    timeZone: string;
  }
>;

/** The sums of a settlement. All amounts are in minor units. */
export interface SettlementTotals {
  /**
   * The balance carried over from earlier settlements: negative totals that were not paid, and
   * differences that corrections made.
   */
  readonly ingoingBalance: number;
  readonly captured: number;
  /** The sum of all refunds, as a positive number. */
  readonly refunded: number;
  readonly fees: number;
  /** `ingoingBalance + captured - refunded - fees`. */
  readonly total: number;
  /** By VAT rate, lowest first. */
  readonly vat: readonly VatShare[];
  readonly lines: number;
  /**
   * Hex SHA-256 over the settlement's lines (its captures and refunds) in the order of the log
   * (`LinesHash`).
   */
  readonly linesSha256: string;
}

/**
 * The statement of a settlement: the sums of its captures and refunds. The sums follow from the log
 * alone, so an audit can compute and compare them.
 */
export type SettlementStated = Fact<
  'SettlementStated',
  SettlementTotals & { number: number; statedAt: Instant }
>;

/**
 * A correction of a wrong statement (the recorded sums of a settlement). The figures of this event
 * are computed from the log alone and replace those of the statement. The statement itself stays in
 * the log.
 */
export type SettlementCorrected = Fact<
  'SettlementCorrected',
  SettlementTotals & {
    number: number;
    /**
     * The figures before this correction: the figures of the statement, or of an earlier
     * correction.
     */
    corrects: SettlementTotals;
    /** The amount that was paid out and not reversed, minor units; absent if there is none. */
    paid?: number;
    reason: string;
    /** Client id of the author, or `operator`. */
    correctedBy: string;
    correctedAt: Instant;
  }
>;

/** The total of a settlement was paid to the merchant. */
export type SettlementPaidOut = Fact<
  'SettlementPaidOut',
  {
    number: number;
    amount: number;
    reference: string;
    /** The bank's date of the payment; absent if nobody entered one. */
    paidOn?: Day;
    /** When the payout was recorded. */
    paidOutAt: Instant;
  }
>;

/**
 * A payout was returned by the bank or recorded by mistake. The settlement can be paid out again.
 */
export type SettlementPayoutReversed = Fact<
  'SettlementPayoutReversed',
  {
    number: number;
    amount: number;
    /** The bank's reference of the reversed payout. */
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
 * The request that caused a settlement event. This cause is stored in the event's metadata, and the
 * account's state remembers it to answer repeats of the request.
 */
export interface SettlementCause {
  readonly action: SettlementAction;
  /**
   * Hex SHA-256 of what the request asks for; equal for requests that ask for the same thing.
   */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
}

export type RecordedSettlementChange = SettlementEvent & { readonly cause: SettlementCause };

/**
 * The UUID v5 namespace of settlement ids. All stored settlement ids are derived from this
 * namespace, so it never changes.
 */
const namespace = '0c4f2f6e-0b0e-4a53-8d0f-4a1f5f0c9b27';

export interface SettlementName {
  readonly storeId: string;
  readonly currency: string;
  readonly number: number;
}

/** The id of a settlement, derived from its store, currency and number. */
export const settlementIdOf = ({ storeId, currency, number }: SettlementName): string =>
  uuidV5(JSON.stringify([storeId, currency, number]), namespace);

/**
 * Copies only the totals, for example from an event that has more members. The members always come
 * in this order.
 */
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

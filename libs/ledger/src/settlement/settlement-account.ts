import type { VersionedMap } from '../collections/versioned-map.js';
import type { Answer } from '../order/order.js';
import type { SettlementClosed, SettlementPaidOut, SettlementTotals } from './settlement-events.js';

export interface SettlementState {
  readonly settlementId: string;
  readonly number: number;
  /** The figures of the statement, or of its newest correction; absent before the statement. */
  readonly figures?: SettlementTotals;
  /** The balance from earlier settlements that this settlement's statement should contain. */
  readonly ingoingDue?: number;
  /**
   * The data of the cut, the event that closed the settlement. A payout must not be dated before
   * the end of the settlement's period.
   */
  readonly closed: SettlementClosed['data'];
  /** The payout in force; absent before a payout, or after the payout was reversed. */
  readonly payout?: SettlementPaidOut['data'];
}

export type SettlementAnswer = Pick<Answer, 'fingerprint' | 'revision' | 'correlationId'> & {
  readonly settlementId: string;
};

/** The state of the settlements of one store in one currency. Immutable. */
export interface SettlementAccount {
  readonly storeId: string;
  readonly currency: string;
  /** Revision of the last event, from 0. */
  readonly revision: number;
  /** The data of the newest cut, the event that closes a settlement. */
  readonly last: SettlementClosed['data'];
  /**
   * Number of settlements that have a statement (their recorded sums). Statements are made in the
   * order of the settlements' numbers.
   */
  readonly stated: number;
  /** The balance carried over into the statement of the next settlement, minor units. */
  readonly carry: number;
  /** The settlements by their ids. */
  readonly settlements: VersionedMap<SettlementState>;
  /**
   * The answers to earlier requests, by action and idempotency key. A repeated request gets the
   * same answer again.
   */
  readonly answers: VersionedMap<SettlementAnswer>;
}

/**
 * The balance that a settlement carries over into the next statement. A settlement that was not
 * paid out carries over a negative total; a positive total waits for its payout. A settlement that
 * was paid out carries over its total less the payment, which is 0 unless the statement was
 * corrected afterwards.
 */
export const leftOver = (total: number | undefined, paid: number | undefined): number => {
  if (total === undefined) return 0;
  return paid === undefined ? Math.min(0, total) + 0 : total - paid;
};

/**
 * A history of settlements breaks invariant I7 of domain.md: a settlement must contain each capture
 * and refund once, and its totals must be the sums of these captures and refunds. Either somebody
 * changed the log, or the ledger has a defect.
 */
export class SettlementViolated extends Error {
  override readonly name = 'SettlementViolated';
  readonly invariant = 'I7';

  constructor(
    readonly settlementId: string,
    detail: string,
  ) {
    super(`I7 violated by settlement ${settlementId}: ${detail}`);
  }
}

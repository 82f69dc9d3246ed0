import type { VersionedMap } from '../collections/versioned-map.js';
import type { Answer } from '../order/order.js';
import type { SettlementClosed, SettlementPaidOut, SettlementTotals } from './settlement-events.js';

/** The state of one settlement. */
export interface SettlementState {
  readonly settlementId: string;
  readonly number: number;
  /** Once it was stated: the statement's, or those of its last correction. */
  readonly figures?: SettlementTotals;
  /** The balance that its statement had to begin with. */
  readonly ingoingDue?: number;
  /** The cut: a payout is not dated before its period's end. */
  readonly closed: SettlementClosed['data'];
  /** The payout that stands; absent if there is none, or if it was taken back. */
  readonly payout?: SettlementPaidOut['data'];
}

export type SettlementAnswer = Pick<Answer, 'fingerprint' | 'revision' | 'correlationId'> & {
  readonly settlementId: string;
};

/** The fold of the settlements of one store in one currency. Values are immutable. */
export interface SettlementAccount {
  readonly storeId: string;
  readonly currency: string;
  /** The revision of the last event folded, from 0. */
  readonly revision: number;
  /** The last cut. */
  readonly last: SettlementClosed['data'];
  /** Settlements that were stated: they are in the order of their numbers. */
  readonly stated: number;
  /** The balance that the next statement begins with. */
  readonly carry: number;
  /** By settlement id. */
  readonly settlements: VersionedMap<SettlementState>;
  /** The answer under each idempotency key, by action and key. */
  readonly answers: VersionedMap<SettlementAnswer>;
}

/**
 * The balance that a settlement leaves for the next statement. If it was not paid out, that is its
 * total if negative, since a positive total is still to be paid out. If it was paid out, it is the
 * total less the payment: 0, unless the statement was corrected afterwards.
 */
export const leftOver = (total: number | undefined, paid: number | undefined): number => {
  if (total === undefined) return 0;
  return paid === undefined ? Math.min(0, total) + 0 : total - paid;
};

/**
 * A history of settlements that cannot be (I7 of domain.md): the log was changed, or the ledger is
 * wrong.
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

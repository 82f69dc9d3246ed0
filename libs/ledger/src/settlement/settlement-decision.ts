import { v5 as uuidV5 } from 'uuid';
import { fingerprint } from '../order/idempotency.js';
import type { SettlementAccount, SettlementState } from './settlement-account.js';
import {
  type SettlementAction,
  type SettlementCause,
  type SettlementEvent,
  type SettlementName,
  settlementIdOf,
} from './settlement-events.js';

export const settlementRejectionCodes = [
  'IDEMPOTENCY_KEY_REUSED',
  'SETTLEMENT_NOT_FOUND',
  'SETTLEMENT_NOTHING_TO_SETTLE',
  'SETTLEMENT_NOT_STATED',
  'SETTLEMENT_ALREADY_PAID_OUT',
  'SETTLEMENT_NOTHING_TO_PAY_OUT',
  'SETTLEMENT_PAYOUT_TOO_EARLY',
  'SETTLEMENT_PAYOUT_IN_FUTURE',
  'SETTLEMENT_NOT_PAID_OUT',
  'SETTLEMENT_STATEMENT_DIFFERS',
  'SETTLEMENT_LINES_UNREADABLE',
  'SETTLEMENT_NOTHING_TO_CORRECT',
] as const;

export type SettlementRejectionCode = (typeof settlementRejectionCodes)[number];

export interface SettlementRejected {
  readonly kind: 'rejected';
  readonly code: SettlementRejectionCode;
  readonly detail: string;
}

export type SettlementDecision =
  | {
      readonly kind: 'accepted';
      readonly event: SettlementEvent;
      readonly cause: SettlementCause;
    }
  | {
      /**
       * An earlier request with the same key, or another worker, did the same already. Nothing is
       * written.
       */
      readonly kind: 'replayed';
      readonly settlementId: string;
      readonly revision: number;
      readonly correlationId?: string;
    }
  /**
   * The command was made from an outdated state of the settlements. The caller has to read the
   * state again.
   */
  | { readonly kind: 'stale' }
  | SettlementRejected;

export const rejectSettlement = (
  code: SettlementRejectionCode,
  detail: string,
): SettlementRejected => ({ kind: 'rejected', code, detail });

/**
 * The cause of a settlement event. Two requests with the same action and the same `meaning` are the
 * same request.
 */
export const settlementCause = (
  action: SettlementAction,
  { idempotencyKey }: { readonly idempotencyKey?: string },
  meaning: object,
): SettlementCause => ({
  action,
  fingerprint: fingerprint({ action, ...meaning }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

/** A request about one settlement of an account. */
export interface SettlementRequest {
  readonly settlementId: string;
  readonly cause: SettlementCause;
}

/** The members with which the events about a settlement begin. */
type SettlementMembers = SettlementName & { readonly settlementId: string };

/**
 * Decides a request about a settlement. An unknown settlement is rejected, and a repeated request
 * gets its first answer. For any other request, `decide` returns the event or a rejection.
 */
export const decideOnSettlement = (
  account: SettlementAccount | undefined,
  { settlementId, cause }: SettlementRequest,
  decide: (
    settlement: SettlementState,
    members: SettlementMembers,
  ) => SettlementEvent | SettlementRejected,
): SettlementDecision => {
  const settlement = account?.settlements.get(settlementId);
  if (account === undefined || settlement === undefined)
    return rejectSettlement('SETTLEMENT_NOT_FOUND', 'There is no such settlement.');
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const { storeId, currency } = account;
  const { number } = settlement;
  const decided = decide(settlement, { settlementId, storeId, currency, number });
  return 'kind' in decided ? decided : { kind: 'accepted', cause, event: decided };
};

/**
 * The answer to an earlier request under the idempotency key (I4): the same answer if the new
 * request asks for the same thing, a rejection if it asks for something else.
 */
export const settlementAnsweredBefore = (
  account: SettlementAccount | undefined,
  { action, idempotencyKey, fingerprint: meaning }: SettlementCause,
): SettlementDecision | undefined => {
  if (idempotencyKey === undefined) return undefined;
  const answer = account?.answers.get(`${action} ${idempotencyKey}`);
  if (answer === undefined) return undefined;
  const { settlementId, revision, correlationId } = answer;
  return answer.fingerprint === meaning
    ? {
        kind: 'replayed',
        settlementId,
        revision,
        ...(correlationId !== undefined && { correlationId }),
      }
    : rejectSettlement(
        'IDEMPOTENCY_KEY_REUSED',
        'The idempotency key was used for another request.',
      );
};

interface Account {
  readonly storeId: string;
  readonly currency: string;
}

/**
 * The id of an action on a store's settlements, computed from the idempotency key of the request.
 * Every replica computes the same id.
 */
export const settlementActionIdOf = (
  account: Account,
  action: SettlementAction,
  key: string,
): string => uuidV5(`${action}:${key}`, settlementIdOf({ ...account, number: 0 }));

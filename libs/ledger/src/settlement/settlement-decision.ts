import type { SettlementCause, SettlementEvent } from './settlement-events.js';

/** Why a settlement command is refused. */
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
      /** Done before, under the same key or by another worker; nothing is written again. */
      readonly kind: 'replayed';
      readonly settlementId: string;
      readonly revision: number;
      readonly correlationId?: string;
    }
  /** What the command was made from is no longer so: look again. */
  | { readonly kind: 'stale' }
  | SettlementRejected;

export const rejectSettlement = (
  code: SettlementRejectionCode,
  detail: string,
): SettlementRejected => ({ kind: 'rejected', code, detail });

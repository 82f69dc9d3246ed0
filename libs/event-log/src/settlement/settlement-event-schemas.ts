import type { SettlementAction, SettlementEvent } from '#ledger';
import type { Upcast } from '../events/order-event-schemas.js';

/** As `orderEventSchemas`, for the events of settlements. */
export const settlementEventSchemas = {
  SettlementClosed: [],
  SettlementStated: [],
  SettlementCorrected: [],
  SettlementPaidOut: [],
  SettlementPayoutReversed: [],
} as const satisfies Record<SettlementEvent['type'], readonly Upcast[]>;

export const settlementActions: Record<SettlementAction, true> = {
  'close-settlement': true,
  'state-settlement': true,
  'correct-settlement': true,
  'pay-out-settlement': true,
  'reverse-settlement-payout': true,
};

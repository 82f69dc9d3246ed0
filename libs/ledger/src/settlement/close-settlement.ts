import type { Instant } from '../time/instant.js';
import type { SettlementAccount } from './settlement-account.js';
import {
  rejectSettlement,
  settlementAnsweredBefore,
  settlementCause,
  type SettlementDecision,
} from './settlement-decision.js';
import { type CutReason, settlementIdOf } from './settlement-events.js';

/** The state of a store's settlements in one currency, as the read model has it. */
export interface SettlementHead {
  /** Number of settlements that were closed so far. */
  readonly cuts: number;
  /** End of the period of the newest closed settlement. */
  readonly lastPeriodEnd?: Instant;
  /**
   * Settlement time of the first capture or refund after the newest cut, the event that closes a
   * settlement; absent if there is none.
   */
  readonly firstUnsettledAt?: Instant;
}

export interface CloseSettlement {
  readonly storeId: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly at: Instant;
  /** The instant at which the period ends; not part of the period. */
  readonly periodEnd: Instant;
  readonly reason: CutReason;
  readonly head: SettlementHead;
  readonly idempotencyKey?: string;
}

/**
 * Closes a settlement with an event (the cut) if there is something to settle. `head` comes from
 * the read model, which may lag and not have seen the newest cut. In that case the capture or
 * refund that `head` reports as unsettled may already belong to a settlement, so the command is
 * stale and nothing is closed.
 */
export const closeSettlement = (
  account: SettlementAccount | undefined,
  command: CloseSettlement,
): SettlementDecision => {
  const { storeId, currency, timeZone, at, periodEnd, reason, head } = command;
  const cause = settlementCause('close-settlement', command, { storeId, currency });
  const before = settlementAnsweredBefore(account, cause);
  if (before !== undefined) return before;
  const cuts = account?.last.number ?? 0;
  if (cuts !== head.cuts) return { kind: 'stale' };
  if (head.firstUnsettledAt === undefined)
    return rejectSettlement(
      'SETTLEMENT_NOTHING_TO_SETTLE',
      'No capture or refund was settled since the last settlement.',
    );
  const name = { storeId, currency, number: cuts + 1 };
  const periodStart = account?.last.periodEnd ?? head.firstUnsettledAt;
  return {
    kind: 'accepted',
    cause,
    event: {
      type: 'SettlementClosed',
      data: {
        settlementId: settlementIdOf(name),
        ...name,
        periodStart,
        // The clocks of two machines differ, so `periodEnd` could be before `periodStart`. The
        // period is then empty: it ends where it begins.
        periodEnd: periodEnd < periodStart ? periodStart : periodEnd,
        closedAt: at,
        reason,
        timeZone,
      },
    },
  };
};

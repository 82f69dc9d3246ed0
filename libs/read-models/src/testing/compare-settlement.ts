import { periodDays, totalsIn } from '#ledger';
import type { SettlementEvent, SettlementLine } from '#ledger';
import type { LoggedLine } from '../settlements/line-queries.js';
import type { SettlementView } from '../settlements/settlement-view.js';
import { differences, type Difference } from '../verification/differences.js';

/** An event of one settlement with its position in the log. */
export interface PlacedEvent {
  readonly event: SettlementEvent;
  readonly position: bigint;
}

/**
 * The differences between a settlement in the read model and the same settlement computed from its
 * events (I6 of domain.md). `afterPosition` is the log position of the event that closed the
 * previous settlement; -1 for the first settlement.
 */
export const compareSettlement = (
  view: SettlementView,
  events: readonly PlacedEvent[],
  afterPosition: bigint,
): Difference[] => differences(view, viewOf(events, afterPosition));

/**
 * The differences between settled captures and refunds in the read model and those computed from
 * the events.
 */
export const compareLines = (
  found: readonly LoggedLine[],
  expected: readonly (SettlementLine & { readonly position: bigint })[],
): Difference[] => differences(found, expected);

const ofAPayout = ['paidOutAt', 'payoutReference', 'paidOn'];

const viewOf = (events: readonly PlacedEvent[], afterPosition: bigint): object => {
  let view: Record<string, unknown> = { afterPosition };
  for (const { event, position } of events) {
    switch (event.type) {
      case 'SettlementClosed':
        Object.assign(view, event.data, periodDays(event.data), { position });
        break;
      case 'SettlementStated': {
        const { settlementId, storeId, currency, number, statedAt, ...totals } = event.data;
        Object.assign(view, { settlementId, storeId, currency, number, totals, statedAt });
        break;
      }
      case 'SettlementCorrected': {
        const { reason, correctedBy, correctedAt, corrects, ...data } = event.data;
        const { stated } = (view['correction'] ?? { stated: corrects }) as { stated: object };
        const correction = { stated, reason, correctedBy, correctedAt };
        Object.assign(view, { totals: totalsIn(data), correction });
        break;
      }
      case 'SettlementPaidOut': {
        const { paidOutAt, paidOn, reference } = event.data;
        Object.assign(view, { paidOutAt, payoutReference: reference, ...(paidOn && { paidOn }) });
        break;
      }
      case 'SettlementPayoutReversed': {
        const { reversedAt, reason } = event.data;
        const { payoutReference, paidOn } = view;
        const standing = Object.entries(view).filter(([name]) => !ofAPayout.includes(name));
        view = Object.fromEntries(standing.filter(([name]) => name !== 'reversedPaidOn'));
        Object.assign(view, { payoutReversedAt: reversedAt, payoutReversalReason: reason });
        Object.assign(view, { reversedPayoutReference: payoutReference });
        if (paidOn !== undefined) Object.assign(view, { reversedPaidOn: paidOn });
      }
    }
  }
  return view;
};

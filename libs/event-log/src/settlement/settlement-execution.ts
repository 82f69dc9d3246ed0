import type { SettlementAccount, SettlementDecision, SettlementRejected } from '#ledger';
import type { Origin } from '../order/origin.js';
import type { SettlementStream } from './settlement-stream-of.js';

/** A command to be decided on the settlements of a store in a currency as they stand and, if accepted, written. */
export interface SettlementExecution {
  readonly stream: SettlementStream;
  /** Pure: called again on newer state after a conflict. */
  readonly decide: (account: SettlementAccount | undefined) => SettlementDecision;
  /** Names the command in the metadata of its event. */
  readonly actionId: string;
  readonly origin: Origin;
}

export type SettlementExecuted =
  | {
      readonly kind: 'accepted';
      readonly settlementId: string;
      /** True if it was done before; nothing was written. */
      readonly replayed: boolean;
      readonly revision: number;
      /** A read model that reached it shows the effect. */
      readonly position: bigint;
      readonly correlationId?: string;
    }
  /** What the command was made from is no longer so. `position` is that of the stream's last event. */
  | { readonly kind: 'stale'; readonly position: bigint }
  | SettlementRejected;

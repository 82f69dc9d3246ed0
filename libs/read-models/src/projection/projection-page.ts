import type { Instant } from '#ledger';
import type { ProjectedEvent } from './projected-event.js';
import type { ProjectedSettlementEvent } from './projected-settlement-event.js';

/** A part of the log without gaps: every event of orders and settlements behind `after`, up to and including `position`. */
export interface ProjectionPage {
  /** Exclusive; -1 for the beginning of the log. */
  readonly after: bigint;
  readonly position: bigint;
  /** In the order of the log. */
  readonly events: readonly ProjectedEvent[];
  /** Events of settlements in the same part, in the order of the log. */
  readonly settlements?: readonly ProjectedSettlementEvent[];
  /** An instant such that everything that stood in the log then is in this page or before it, if one is known. */
  readonly freshAt?: Instant;
}

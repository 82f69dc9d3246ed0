import type { Instant, OrderEvent, SettlementEvent } from '#ledger';
import type { StreamDamage } from '../tables/damaged-streams.js';

/** An event of an order or a settlement, by which the log is recognised. */
export interface LogMark {
  readonly position: bigint;
  /** UUID. */
  readonly eventId: string;
  /** The chain value of the event, or '' if it has none. */
  readonly chain: string;
}

/** A part of the log: all events of orders and settlements after `after`, up to `position`. */
export interface ProjectionPage {
  /** Exclusive; -1 for the beginning of the log. */
  readonly after: bigint;
  /** Inclusive. */
  readonly position: bigint;
  /** In the order of the log. */
  readonly events: readonly ProjectedEvent[];
  /** Events of settlements in the same part, in the order of the log. */
  readonly settlements?: readonly ProjectedSettlementEvent[];
  /** Events of the same part that cannot be read. */
  readonly damages?: readonly StreamDamage[];
  /** The last event of an order or a settlement in this part, readable or not. */
  readonly last?: LogMark;
  /**
   * If known, an instant at which the log ended at this page: all that was in the log then is in
   * this page or before it.
   */
  readonly freshAt?: Instant;
}

/** The part of an event in the log that the projection needs. */
export type ProjectedEvent = OrderEvent & {
  /** Place in the order's stream, from 0. */
  readonly revision: number;
  /** Place in the log. */
  readonly position: bigint;
  /** The time when the event was recorded. */
  readonly recordedAt: string;
  readonly metadata: { readonly correlationId: string };
};

/** The part of a settlement's event in the log that the projection needs. */
export type ProjectedSettlementEvent = SettlementEvent & {
  /** Place in the settlements' stream, from 0. */
  readonly revision: number;
  /** Place in the log. */
  readonly position: bigint;
};

/**
 * The page begins after the checkpoint, so that events are missing between the two: the read models
 * were reset meanwhile, for example. Nothing was applied; the caller reads on from the checkpoint.
 */
export class ProjectionGap extends Error {
  override readonly name = 'ProjectionGap';
}

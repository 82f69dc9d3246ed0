import type { Instant, OrderEvent, SettlementEvent } from '#ledger';
import type { StreamDamage } from '../tables/damaged-streams.js';

/**
 * Identifies an event of an order or a settlement, so that a worker can check whether the log still
 * has this event.
 */
export interface LogMark {
  readonly position: bigint;
  /** UUID. */
  readonly eventId: string;
  /** The chain value of the event (a hash over its stream so far), or '' if it has none. */
  readonly chain: string;
}

/** A part of the log: all events of orders and settlements after `after`, up to `position`. */
export interface ProjectionPage {
  /** The page's events come after this position; -1 for the beginning of the log. */
  readonly after: bigint;
  /** The page's events go up to this position; inclusive. */
  readonly position: bigint;
  /** Events of orders, in the order of the log. */
  readonly events: readonly ProjectedEvent[];
  /** Events of settlements, in the order of the log. */
  readonly settlements?: readonly ProjectedSettlementEvent[];
  /** Events of the page that cannot be read. */
  readonly damages?: readonly StreamDamage[];
  /** The last event of an order or a settlement in this page, readable or not. */
  readonly last?: LogMark;
  /**
   * If known, an instant at which the log had no event after this page: every event in the log at
   * that instant is in this page or before it.
   */
  readonly freshAt?: Instant;
}

/** The part of an event in the log that the projection needs. */
export type ProjectedEvent = OrderEvent & {
  /** The event's number in the order's stream, counted from 0. */
  readonly revision: number;
  /** The event's position in the log. */
  readonly position: bigint;
  /** The time when the event was recorded. */
  readonly recordedAt: string;
  readonly metadata: { readonly correlationId: string };
};

/** The part of a settlement's event in the log that the projection needs. */
export type ProjectedSettlementEvent = SettlementEvent & {
  /** The event's number in the stream of the settlements, counted from 0. */
  readonly revision: number;
  /** The event's position in the log. */
  readonly position: bigint;
};

/**
 * Thrown if events are missing between the read models' position and the events to be applied, such
 * as after the read models were reset. Nothing was applied; the caller has to read the log again
 * from that position.
 */
export class ProjectionGap extends Error {
  override readonly name = 'ProjectionGap';
}

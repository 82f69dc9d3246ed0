import type { Decision, Order, Rejected } from '#ledger';
import type { OriginContract } from '../events/event-metadata.js';

/** A command to be decided on an order's present state and, if accepted, written. */
export interface OrderExecution {
  readonly orderId: string;
  /** Pure, because it is called again on newer state after a conflict. */
  readonly decide: (order: Order | undefined) => Decision;
  /**
   * The command's action id; event ids are derived from it, so that a repeated append is
   * recognised.
   */
  readonly actionId: string;
  readonly origin: Origin;
}

export type Executed =
  | {
      readonly kind: 'accepted';
      /** True if an earlier request under the same key wrote the events. */
      readonly replayed: boolean;
      /** The revision of the last event that the command wrote. */
      readonly revision: number;
      /**
       * Log position of that event: a read model that has reached it shows the effect of the
       * command.
       */
      readonly position: bigint;
      readonly captureId?: string;
      /** Correlation id of the request that wrote the events: of the first one, if replayed. */
      readonly correlationId?: string;
      /** The order after the command (after later commands too, if replayed). */
      readonly order: Order;
    }
  | Rejected;

/** The origin of a command; written into the metadata of each of its events. */
export interface Origin {
  readonly clientId: string;
  /** Default: the order's own store. */
  readonly storeId?: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  readonly correlationId: string;
  /** RFC 3339, UTC, milliseconds; the clock is the caller's. */
  readonly recordedAt: string;
  readonly traceparent?: string;
}

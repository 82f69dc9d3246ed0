import type { RecordedEvent } from '../events/recorded-event.js';
import type { RecordedSettlementEvent } from '../settlement/recorded-settlement-event.js';
import type { StreamSelection } from '../client/stream-selection.js';
import type { UnreadableStored } from './unreadable-stored.js';

/** By what the log is known again. */
export interface LogMark {
  readonly position: bigint;
  readonly eventId: string;
  /** Its chain value, or '' if it has none. */
  readonly chain: string;
}

/** Events of orders, next to each other in log order, and how far the log has been looked through. */
export interface LogPage {
  /** May be empty: then only the position moved. */
  readonly events: readonly RecordedEvent[];
  /**
   * Events of settlements in the same stretch of the log, in its order; absent if there are none. Their positions tell
   * where they stand among the events of orders.
   */
  readonly settlements?: readonly RecordedSettlementEvent[];
  /** Events of the same stretch that cannot be read; absent if there are none. */
  readonly damages?: readonly UnreadableStored[];
  /** The last event of an order or a settlement, readable or not; absent if there is none. */
  readonly last?: LogMark;
  /**
   * Everything up to and including this position was delivered or belongs to neither an order nor a settlement; continue `after` it. -1 if
   * the log is empty.
   */
  readonly position: bigint;
  /** When the last of the events was stored, by the event store's clock (RFC 3339, UTC), if it said so. */
  readonly storedAt?: string;
  /** The end of the log was reached on this connection; later pages are live. */
  readonly caughtUp: boolean;
}

export interface SubscriptionOptions {
  /** Exclusive; `undefined` starts at the beginning. */
  readonly after: bigint | undefined;
  /** Of those that read models are made from; default all. */
  readonly streams?: StreamSelection;
  /** Most events in a page; also bounds what is buffered. */
  readonly pageSize: number;
  /** Called before each connection; what it throws ends the subscription. */
  readonly beforeConnecting?: () => Promise<void>;
  /** Ends the subscription: the iteration completes without an error. */
  readonly signal: AbortSignal;
}

import { type LogMark, markOf } from '../client/assert-log.js';
import type { StoredEvent } from '../client/stored-event.js';
import {
  decodeInItsStream,
  decodeSettlementEvent,
  type RecordedEvent,
  type RecordedSettlementEvent,
} from '../events/decode-event.js';
import { UnreadableEvent } from '../faults.js';
import {
  isSettlementStream,
  orderStreamPrefix,
  settlementStreamIn,
  type StreamSelection,
} from '../streams.js';
import type { Delivery } from './deliveries.js';
import { loggedEvent } from './stored-pages.js';

/**
 * Consecutive events of orders and settlements in log order, and the position up to which the log
 * was scanned.
 */
export interface LogPage {
  /**
   * The events of orders. The list is empty if the page has none, for instance if only the position
   * has moved.
   */
  readonly events: readonly RecordedEvent[];
  /**
   * The events of settlements in the same range of the log; absent if there are none. To bring them
   * and the events of orders into log order, compare their positions.
   */
  readonly settlements?: readonly RecordedSettlementEvent[];
  /** The events in the same range that cannot be read; absent if there are none. */
  readonly damages?: readonly UnreadableStored[];
  /**
   * The page's last event of an order or a settlement, readable or not; absent if there is none.
   */
  readonly last?: LogMark;
  /**
   * All events of orders and settlements up to and including this position were delivered; reading
   * goes on after it. -1 if the log is empty.
   */
  readonly position: bigint;
  /**
   * The time when the page's last event was stored, by the event store's clock (RFC 3339, UTC);
   * absent if the event store gave no time.
   */
  readonly storedAt?: string;
  /**
   * True if this connection has reached the end of the log. Later pages contain events that were
   * written after that.
   */
  readonly caughtUp: boolean;
}

export interface SubscriptionOptions {
  /**
   * The log position after which the subscription begins; `undefined` begins with the first event.
   */
  readonly after: bigint | undefined;
  /** By default all streams that read models are made from. */
  readonly streams?: StreamSelection;
  /** Largest number of events that are returned together in a page, and of events in the buffer. */
  readonly pageSize: number;
  /**
   * Called before each connection. If this function throws anything but `EventStoreUnavailable`,
   * the subscription ends with that error.
   */
  readonly beforeConnecting?: () => Promise<void>;
  /** Ends the subscription without an error. */
  readonly signal: AbortSignal;
}

/** Collects what one connection delivers into pages of consecutive events. */
export class PageBuilder {
  #position: bigint;
  #events: RecordedEvent[] = [];
  #settlements: RecordedSettlementEvent[] = [];
  #damages: UnreadableStored[] = [];
  #last: LogMark | undefined;
  #lastStored: Date | undefined;
  #caughtUp = false;
  #changed = false;

  /** `position`: the log position after which the connection begins. */
  constructor(position: bigint) {
    this.#position = position;
  }

  /** The number of events in the page so far. */
  get events(): number {
    return this.#events.length + this.#settlements.length + this.#damages.length;
  }

  add(delivery: Delivery): void {
    if ('event' in delivery) {
      this.#keep(delivery.event);
      this.#lastStored = delivery.event.created;
    } else if ('checkpoint' in delivery) this.#reach(delivery.checkpoint);
    else this.#setCaughtUp(delivery.caughtUp);
  }

  /**
   * Returns the page so far and begins the next one; `undefined` if nothing has changed since the
   * previous page.
   */
  take(): LogPage | undefined {
    if (!this.#changed) return undefined;
    const storedAt = this.#lastStored?.toISOString();
    const page = {
      events: this.#events,
      ...(this.#settlements.length > 0 && { settlements: this.#settlements }),
      ...(this.#damages.length > 0 && { damages: this.#damages }),
      ...(this.#last && { last: this.#last }),
      position: this.#position,
      caughtUp: this.#caughtUp,
      ...(storedAt !== undefined && { storedAt }),
    };
    this.#events = [];
    this.#settlements = [];
    this.#damages = [];
    this.#last = undefined;
    this.#lastStored = undefined;
    this.#changed = false;
    return page;
  }

  /**
   * Adds an event to the page. An event that cannot be read goes into the list `damages` instead of
   * causing an error, so that one damaged order does not stop the events of other orders.
   */
  #keep(stored: StoredEvent): void {
    const position = stored.position?.commit;
    if (position === undefined) throw new TypeError('The event store gave no position.');
    try {
      if (isSettlementStream(stored.streamId))
        this.#settlements.push(decodeSettlementEvent(stored));
      else this.#events.push(decodeInItsStream(stored));
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      this.#damages.push(unreadableStored(stored, position, error.why));
    }
    this.#last = markOf(stored, position);
    this.#reach(position);
  }

  #reach(position: bigint): void {
    if (position <= this.#position) return;
    this.#position = position;
    this.#changed = true;
  }

  #setCaughtUp(caughtUp: boolean): void {
    if (this.#caughtUp === caughtUp) return;
    this.#caughtUp = caughtUp;
    this.#changed = true;
  }
}

/**
 * An event of an order or a settlement that cannot be read, with its order and store as far as they
 * are known.
 */
export interface UnreadableStored {
  readonly streamId: string;
  /** The id of the order; absent if the event is not in an order's stream. */
  readonly orderId?: string;
  readonly storeId?: string;
  readonly currency?: string;
  readonly position: bigint;
  /**
   * A bigint, because the event that deletes a stream has the largest possible revision, which a
   * number cannot hold.
   */
  readonly revision: bigint;
  readonly eventType: string;
  readonly reason: string;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const unreadableStored = (
  stored: StoredEvent,
  position: bigint,
  reason: string,
): UnreadableStored => {
  const { streamId, revision, type: eventType } = stored;
  return { streamId, ...ownerOf(stored), position, revision, eventType, reason };
};

const ownerOf = (
  stored: StoredEvent,
): Pick<UnreadableStored, 'orderId' | 'storeId' | 'currency'> => {
  const { streamId } = stored;
  if (isSettlementStream(streamId)) return settlementStreamIn(streamId);
  const orderId = streamId.slice(orderStreamPrefix.length);
  const logged = loggedEvent(stored);
  const currency = logged?.data['currency'];
  return {
    ...(uuidPattern.test(orderId) && { orderId }),
    ...(logged && { storeId: logged.metadata.storeId }),
    ...(typeof currency === 'string' && { currency }),
  };
};

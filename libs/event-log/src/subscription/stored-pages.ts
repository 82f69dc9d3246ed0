import { isObject } from '#ledger';
import type { StoredEvent } from '../client/stored-event.js';
import type { Delivery } from './deliveries.js';
import type { PageCollector } from './pages-of.js';

/**
 * Consecutive events of the ledger in log order, as they are stored, and the position up to which
 * the log was scanned.
 */
export interface StoredPage {
  /** May be empty if only the position has moved. */
  readonly events: readonly LoggedEvent[];
  /**
   * All events of the ledger up to and including this position were delivered; reading goes on
   * after it.
   */
  readonly position: bigint;
}

/**
 * Collects what a subscription delivers into pages of events, in the form in which they are stored.
 */
export class StoredPageBuilder implements PageCollector<StoredPage> {
  #position: bigint;
  #events: LoggedEvent[] = [];
  #changed = false;

  /** `position`: the log position after which the connection begins. */
  constructor(position: bigint) {
    this.#position = position;
  }

  get events(): number {
    return this.#events.length;
  }

  add(delivery: Delivery): void {
    if ('checkpoint' in delivery) this.#reach(delivery.checkpoint);
    if (!('event' in delivery)) return;
    const event = loggedEvent(delivery.event);
    if (event !== undefined) this.#events.push(event);
    this.#reach(delivery.event.position?.commit ?? this.#position);
  }

  take(): StoredPage | undefined {
    if (!this.#changed) return undefined;
    const page = { events: this.#events, position: this.#position };
    this.#events = [];
    this.#changed = false;
    return page;
  }

  #reach(position: bigint): void {
    if (position <= this.#position) return;
    this.#position = position;
    this.#changed = true;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** An event with the data and metadata that were written, not converted to a newer schema. */
export interface LoggedEvent {
  /** UUID. */
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  /** The number of the event in its stream, from 0. */
  readonly revision: number;
  /** The position in the log; all later events of any stream have a higher position. */
  readonly position: bigint;
  /** The time of the append, by the event store's clock. */
  readonly created?: Date;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/**
 * Returns the stored event if it is an event of the ledger. Such an event has JSON objects as data
 * and metadata, and its metadata contain a store id.
 */
export const loggedEvent = (stored: StoredEvent): LoggedEvent | undefined => {
  const { id, streamId, type, revision, position, created, data, metadata } = stored;
  if (position === undefined || !isObject(data) || !namesStore(metadata)) return undefined;
  return {
    eventId: id,
    streamId,
    type,
    revision: Number(revision),
    position: position.commit,
    ...(created !== undefined && { created }),
    data,
    metadata,
  };
};

const namesStore = (value: unknown): value is LoggedEvent['metadata'] =>
  isObject(value) && typeof value['storeId'] === 'string';

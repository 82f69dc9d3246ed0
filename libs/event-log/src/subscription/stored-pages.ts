import { isObject } from '#ledger';
import type { StoredEvent } from '../client/stored-event.js';
import type { Delivery } from './deliveries.js';
import type { PageCollector } from './pages-of.js';

/** Consecutive events in log order, and how far the log was scanned. */
export interface StoredPage {
  /** May be empty: then only the position moved. */
  readonly events: readonly LoggedEvent[];
  /**
   * Everything up to and including this position was delivered or is not of the ledger; continue
   * `after` it.
   */
  readonly position: bigint;
}

/** Collects the deliveries of one connection into pages of events as they are stored. */
export class StoredPageBuilder implements PageCollector<StoredPage> {
  #position: bigint;
  #events: LoggedEvent[] = [];
  #changed = false;

  /** `position`: where the connection starts, exclusive. */
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

/** An event as it is in the log, not upcast: data and metadata as they were written. */
export interface LoggedEvent {
  /** UUID. */
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  /** When it was appended, by the event store's clock. */
  readonly created?: Date;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/**
 * The stored event, if it is one of the ledger's: JSON objects, and metadata that names a store.
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

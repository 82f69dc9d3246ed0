import type { Delivery } from './delivery.js';
import { loggedEvent, type LoggedEvent } from './logged-event.js';
import type { PageCollector } from './pages-of.js';

/** Events next to each other in log order, and how far the log has been looked through. */
export interface StoredPage {
  /** May be empty: then only the position moved. */
  readonly events: readonly LoggedEvent[];
  /** Everything up to and including this position was delivered or is none of ours; continue `after` it. */
  readonly position: bigint;
}

/** Collects the deliveries of one connection into pages of events as they are stored. */
export class StoredPageBuilder implements PageCollector<StoredPage> {
  #events: LoggedEvent[] = [];
  #changed = false;

  /** `position`: where the connection starts, exclusive. */
  constructor(private position: bigint) {}

  get events(): number {
    return this.#events.length;
  }

  add(delivery: Delivery): void {
    if ('checkpoint' in delivery) this.#reach(delivery.checkpoint);
    if (!('event' in delivery)) return;
    const event = loggedEvent(delivery.event);
    if (event !== undefined) this.#events.push(event);
    this.#reach(delivery.event.position?.commit ?? this.position);
  }

  take(): StoredPage | undefined {
    if (!this.#changed) return undefined;
    const page = { events: this.#events, position: this.position };
    this.#events = [];
    this.#changed = false;
    return page;
  }

  #reach(position: bigint): void {
    if (position <= this.position) return;
    this.position = position;
    this.#changed = true;
  }
}

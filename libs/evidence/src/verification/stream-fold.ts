import type { RecordedEvent } from '#event-log/offline';

/** What an order's events must come to, beyond their chain. */
export interface StreamFold {
  /** Throws on an event that cannot follow those before it. */
  see(event: RecordedEvent): void;
}

import type { RecordedEvent, RecordedSettlementEvent, StoredEvent } from '#event-log/offline';
import type { Order } from '#ledger';

/** What the events of a stream must come to, beyond their chain. */
export interface StreamFold {
  /** As the events so far tell it; none in a stream that is no order's. */
  readonly order: Order | undefined;
  /** Answers the event that is stored. Throws on one that cannot be read, or cannot follow those before it. */
  take(stored: StoredEvent): FoldedEvent;
}

export type FoldedEvent = RecordedEvent | RecordedSettlementEvent;

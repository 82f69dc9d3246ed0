import type {
  EventMetadata,
  RecordedEvent,
  RecordedSettlementEvent,
  StoredEvent,
} from '#event-log/offline';
import type { Order } from '#ledger';

/** What the events of a stream must come to, beyond their chain. */
export interface StreamFold {
  /** As the events so far tell it; none in a stream that is no order's. */
  readonly order: Order | undefined;
  /**
   * Answers the event that is stored, if it is one that anything is made of. Throws on one that cannot be read, or cannot follow those before it. `checked`: its
   * metadata, if they are those of an order's event and were checked as they were read.
   */
  take(stored: StoredEvent, checked?: EventMetadata): FoldedEvent | undefined;
}

export type FoldedEvent = RecordedEvent | RecordedSettlementEvent;

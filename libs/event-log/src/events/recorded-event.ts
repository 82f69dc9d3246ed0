import type { OrderEvent } from '#ledger';
import type { EventMetadata } from './event-metadata.js';

/** An event of an order as it stands in the log, upcast to the newest schema. */
export type RecordedEvent = OrderEvent & {
  readonly metadata: EventMetadata;
  readonly eventId: string;
  readonly streamId: string;
  /** 0 for the first event of the order. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  /** By the clock of the process that recorded it. RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
};

import type { SettlementAction, SettlementEvent } from '#ledger';
import type { EventMetadata } from '../events/event-metadata.js';

/** An event of a settlement as it stands in the log, upcast to the newest schema. */
export type RecordedSettlementEvent = SettlementEvent & {
  readonly metadata: EventMetadata<SettlementAction>;
  readonly eventId: string;
  readonly streamId: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
};

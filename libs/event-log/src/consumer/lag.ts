import type { EventStore } from '../client/event-store.js';
import { type StreamSelection, ledgerStreams } from '../streams.js';

export interface Lag {
  /**
   * The number of events that the consumer still has to handle. Counting stops at `lagEventsMax`,
   * so a result of `lagEventsMax` means that number or more.
   */
  readonly events: number;
  /**
   * The age of the oldest event that the consumer still has to handle, in seconds by the event
   * store's clock; 0 if there is none.
   */
  readonly seconds: number;
}

export interface LagQuery {
  readonly position: bigint;
  /** The streams whose events count; by default all streams of the ledger. */
  readonly streams?: Pick<StreamSelection, 'includes'>;
}

const pageSize = 1_000;
/**
 * Counting stops at this number, because counting has to read the events, and a larger exact number
 * would not help an operator.
 */
export const lagEventsMax = 5_000;

/** The lag of a consumer that has handled the log up to a position. */
export const lagAfter = async (
  eventStore: Pick<EventStore, 'readLog'>,
  { position, streams = ledgerStreams }: LagQuery,
): Promise<Lag> => {
  let after = position;
  let events = 0;
  let oldest: Date | undefined;
  for (let read = 0; read < lagEventsMax; read += pageSize) {
    const page = await eventStore.readLog({ after, eventsMax: pageSize });
    const counted = page.filter(({ streamId }) => streams.includes(streamId));
    events += counted.length;
    oldest ??= counted[0]?.created;
    const last = page.at(-1)?.position?.commit;
    // If a read returns fewer events than it asked for, the end of the log was reached. One event
    // fewer does not count, because `readLog` leaves out the event at `after`.
    if (page.length < pageSize - 1 || last === undefined) break;
    after = last;
  }
  const seconds = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.getTime()) / 1_000;
  return { events: Math.min(events, lagEventsMax), seconds };
};

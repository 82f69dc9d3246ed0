import type { StoredEvent } from '#event-log/offline';
import { isSystemStream } from '../seals/seal.js';

/** The one method of the event store that reads the whole log. */
export interface LogSource {
  readLog(read: { after: bigint; eventsMax: number }): Promise<readonly StoredEvent[]>;
}

export interface LogRange {
  /** Reads the events after this position; -1 for the beginning of the log. */
  readonly after: bigint;
  /** Position of the last event to read; absent for the end of the log. */
  readonly to?: bigint;
  readonly signal?: AbortSignal;
}

const pageEventsMax = 1_000;
/**
 * Wanted size in memory of a page, the events that one read returns. The number of events alone
 * would not limit the memory, because a single event can have 1 MiB.
 */
const pageBytesWanted = 4 * 1_024 * 1_024;

/**
 * The events of the log that one read returns. Events of the event store's own streams (`$...`) are
 * listed separately.
 */
export interface EventsPage {
  readonly events: readonly StoredEvent[];
  /** Events that the event store wrote for its own purposes. */
  readonly systemEvents: readonly StoredEvent[];
  /** Position of the last event of the page. */
  readonly position: bigint;
}

/**
 * Reads the log in order, with one page in memory. The caller's `bytesOf` returns the total size of
 * the events handled so far. After a page of large events, the next page gets fewer events.
 */
export async function* logPages(
  log: LogSource,
  { after, to, signal }: LogRange,
  bytesOf: () => number = () => 0,
): AsyncGenerator<EventsPage, void> {
  let position = after;
  let eventsMax = pageEventsMax;
  for (;;) {
    signal?.throwIfAborted();
    const read = await log.readLog({ after: position, eventsMax });
    const last = read.at(-1)?.position?.commit;
    if (last === undefined) return;
    const within =
      to === undefined || last <= to ? read : read.filter((event) => isUpTo(event, to));
    const before = bytesOf();
    yield {
      events: within.filter(({ streamId }) => !isSystemStream(streamId)),
      systemEvents: within.filter(({ streamId }) => isSystemStream(streamId)),
      position: last,
    };
    if (to !== undefined && last >= to) return;
    position = last;
    eventsMax = sized(read.length, bytesOf() - before);
  }
}

const isUpTo = ({ position }: StoredEvent, to: bigint): boolean =>
  position !== undefined && position.commit <= to;

/**
 * The number of events to read for the next page. At least 2, because a page may begin with the
 * last event of the page before, and a page of that event alone would make no progress.
 */
const sized = (events: number, bytes: number): number =>
  Math.max(2, Math.min(pageEventsMax, Math.floor((pageBytesWanted * events) / Math.max(bytes, 1))));

import type { StoredEvent } from '#event-log/offline';
import { isSystemStream } from '../seals/seal.js';

/** The part of the event store that reads the whole log. */
export interface LogSource {
  readLog(read: { after: bigint; eventsMax: number }): Promise<readonly StoredEvent[]>;
}

export interface LogRange {
  /** Exclusive; -1 for the beginning. */
  readonly after: bigint;
  /** Inclusive; absent for the end of the log. */
  readonly to?: bigint;
  readonly signal?: AbortSignal;
}

const pageEventsMax = 1_000;
/** Approximate memory of a page: an event may have 1 MiB. */
const pageBytesWanted = 4 * 1_024 * 1_024;

/** A page of the log, with the event store's own events apart. */
export interface EventsPage {
  readonly events: readonly StoredEvent[];
  /** Events that the event store wrote for itself. */
  readonly systemEvents: readonly StoredEvent[];
  /** The page ends here. */
  readonly position: bigint;
}

/**
 * Reads the events of all streams in the order of the log, one page in memory at a time. `bytesOf`
 * returns the total size of the events read so far; the larger they are, the fewer the next page
 * has.
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

/** At least 2, because the last event of the page before may be read again. */
const sized = (events: number, bytes: number): number =>
  Math.max(2, Math.min(pageEventsMax, Math.floor((pageBytesWanted * events) / Math.max(bytes, 1))));

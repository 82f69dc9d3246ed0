import type { StoredEvent } from '#event-log/offline';
import { isSystemStream } from '../seals/seal.js';

/** What of the event store reading the whole log needs. */
export interface LogSource {
  readLog(read: { after: bigint; eventsMax: number }): Promise<readonly StoredEvent[]>;
}

export interface LogRange {
  /** Exclusive; -1 is the beginning. */
  readonly after: bigint;
  /** Inclusive; without it, up to the end that the log has when it is reached. */
  readonly to?: bigint;
  readonly signal?: AbortSignal;
}

const pageEventsMax = 1_000;
/** So much of a page is in memory at once, about: an event may have 1 MiB. */
const pageBytesWanted = 4 * 1_024 * 1_024;

/** A page of the log. What the event store writes for itself is apart. */
export interface EventsPage {
  readonly events: readonly StoredEvent[];
  /** What it wrote for itself. */
  readonly systemEvents: readonly StoredEvent[];
  /** Everything up to here was looked at. */
  readonly position: bigint;
}

/**
 * The events of all streams in the order of the log, a page in memory at a time. `bytesOf` tells how much the events of
 * a page came to, once they were used: pages of large events hold fewer of them.
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

/** At least 2: the event that the page before ended with may be read once more. */
const sized = (events: number, bytes: number): number =>
  Math.max(2, Math.min(pageEventsMax, Math.floor((pageBytesWanted * events) / Math.max(bytes, 1))));

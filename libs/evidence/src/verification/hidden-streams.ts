import { chainStart, EventStoreRefused, linkOf, type StoredEvent } from '#event-log/offline';
import type { Finding } from '../findings/findings.js';
import { errorText } from './verification.js';
import { isLedgerStream } from './stream-check.js';

/** The metadata of stream `x` are in stream `$$x`. */
const metadataPrefix = '$$';
/**
 * Stream metadata that make the event store hide events of the stream and later remove them in a
 * scavenge, its clean-up of the log.
 */
const limits = ['$maxCount', '$maxAge', '$tb'];

/**
 * Finds stream metadata that hide events in streams of the ledger. Commands read single streams, so
 * they no longer see the hidden events, while the log as a whole still has them until a scavenge.
 * The ledger never sets such metadata.
 */
export class HiddenStreams {
  readonly #found = new Map<string, Finding>();

  /**
   * Takes an event of one of the event store's own streams (`$...`). Events must come in the order
   * of the log, because only the newest metadata of a stream count.
   */
  add({ streamId, data, position }: StoredEvent): void {
    const stream = streamId.slice(metadataPrefix.length);
    if (!streamId.startsWith(metadataPrefix) || !isLedgerStream(stream)) return;
    const set =
      typeof data === 'object' && data !== null ? limits.filter((limit) => limit in data) : [];
    if (set.length === 0) {
      this.#found.delete(stream);
      return;
    }
    const detail = `the metadata of the stream (${set.join(', ')}) make the event store leave out events`;
    const place = position && { position: position.commit };
    this.#found.set(stream, { kind: 'hidden', stream, ...place, detail });
  }

  findings(): Iterable<Finding> {
    return this.#found.values();
  }
}

/** The one method of the event store that reads a single stream. */
export interface StreamSource {
  read(read: {
    readonly streamId: string;
    readonly fromRevision: number;
    readonly eventsMax: number;
  }): Promise<readonly StoredEvent[]>;
}

/** A stream as found by reading the whole log. */
export interface StreamInLog {
  readonly stream: string;
  /** Revision of the last event, plus 1. */
  readonly events: number;
  /** Chain value of the last event, a hash over the whole stream. */
  readonly chain: string;
  readonly isBroken: boolean;
}

/**
 * Limits the memory: 8 streams are read at the same time, each in pages of 64 events of up to 1
 * MiB.
 */
const atOnceMax = 8;
const pageEventsMax = 64;

/**
 * After this number of failures in a row, the event store counts as unreachable and is not asked
 * again.
 */
const failuresMax = 3;

/**
 * Reads each stream again by itself, as commands do, and compares it with the same stream as found
 * by reading the whole log. The number of events must be equal, and so must the chain value
 * of the last event, a hash over the whole stream. The chain value is computed again from the
 * events. Events after position `end` are ignored, because the whole log was read only up to `end`.
 */
export class StreamsComparison {
  #failures = 0;

  constructor(
    private readonly store: StreamSource,
    private readonly end: bigint,
  ) {}

  async differences(streams: Iterable<StreamInLog>): Promise<Finding[]> {
    const found: Finding[] = [];
    const waiting = [...streams].filter(({ stream }) => isLedgerStream(stream)).values();
    // All workers share one iterator, so each stream is read by the first worker that is free.
    const work = async (): Promise<void> => {
      for (const stream of waiting) {
        if (this.#failures >= failuresMax) return;
        const finding = await this.#differenceOf(stream);
        if (finding !== undefined) found.push(finding);
      }
    };
    await Promise.all(Array.from({ length: atOnceMax }, work));
    return found;
  }

  async #differenceOf(inLog: StreamInLog): Promise<Finding | undefined> {
    const { stream } = inLog;
    try {
      const finding = await compared(inLog, this.store, this.end);
      this.#failures = 0;
      return finding;
    } catch (error) {
      const why = errorText(error);
      if (error instanceof EventStoreRefused)
        return {
          kind: 'hidden',
          stream,
          detail: `the event store does not return the stream: ${why}`,
        };
      this.#failures += 1;
      const more = this.#failures === failuresMax ? '; the other streams were not read either' : '';
      return { kind: 'unreadable', stream, detail: `the stream could not be read: ${why}${more}` };
    }
  }
}

const compared = async (
  { stream, events, chain, isBroken }: StreamInLog,
  store: StreamSource,
  end: bigint,
): Promise<Finding | undefined> => {
  const hidden = (revision: number, detail: string): Finding => ({
    ...{ kind: 'hidden', stream, revision, detail },
  });
  let due = 0;
  let link = chainStart;
  for (let isMore = true; isMore;) {
    // Asks for one event more than expected, to find events that are in the stream but not in the
    // whole log.
    const eventsMax = Math.min(pageEventsMax, events - due + 1);
    const page = await store.read({ streamId: stream, fromRevision: due, eventsMax });
    for (const event of page) {
      if ((event.position?.commit ?? -1n) > end) return missingAfter(due, events, hidden);
      const revision = Number(event.revision);
      if (revision !== due) return hidden(due, leftOut(due, revision - 1));
      if (due >= events)
        return hidden(
          due,
          'the event is in the stream when it is read by itself, but not in the log',
        );
      link = linkAfter(link, event);
      due += 1;
    }
    isMore = page.length === eventsMax;
  }
  const missing = missingAfter(due, events, hidden);
  if (missing !== undefined) return missing;
  // If `isBroken`, the fault was already reported when the whole log was read.
  if (isBroken || link === chain) return undefined;
  return hidden(events - 1, 'the stream, read by itself, has other content than in the log');
};

const missingAfter = (
  due: number,
  events: number,
  hidden: (revision: number, detail: string) => Finding,
): Finding | undefined => (due < events ? hidden(due, leftOut(due, events - 1)) : undefined);

const leftOut = (first: number, last: number): string => {
  const which = first === last ? `revision ${first} is` : `revisions ${first} to ${last} are`;
  return `${which} in the log, but left out when the stream is read by itself: commands are decided without`;
};

const linkAfter = (previous: string, { type, data, metadata }: StoredEvent): string => {
  try {
    const content = { type, data, metadata: { ...(metadata as object), chain: undefined } };
    return linkOf(previous, content).chain;
  } catch {
    return '';
  }
};

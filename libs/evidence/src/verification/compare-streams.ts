import { chainStart, EventStoreRefused, linkOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import type { Finding } from '../findings/finding.js';
import { isLedgerStream } from '../lines/ledger-streams.js';
import { errorText } from './stages.js';

/** What of the event store reading one stream needs. */
export interface StreamSource {
  read(read: {
    readonly streamId: string;
    readonly fromRevision: number;
    readonly eventsMax: number;
  }): Promise<readonly StoredEvent[]>;
}

/** A stream as the log as a whole has it. */
export interface StreamInLog {
  readonly stream: string;
  /** Of the last event, plus 1. */
  readonly events: number;
  /** Chain value of the last event. */
  readonly chain: string;
  readonly isBroken: boolean;
}

/** An event may have 1 MiB: the two bound what is in memory. */
const atOnceMax = 8;
const pageEventsMax = 64;

/** After so many failures in turn the event store is taken to be away: it is not asked for every stream. */
const failuresMax = 3;

/**
 * Compares streams as the log as a whole has them with what is given when each is read by itself, which is what every command
 * decides on: the same number of events, none left out, with the same chain value at the end, computed from their content.
 * Events behind `end` are not looked at.
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
    // They share one iterator: each takes the next stream when it is done with one.
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
          detail: `the event store does not give the stream: ${why}`,
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
    // One more than there should be: then a stream as it should be is one read.
    const eventsMax = Math.min(pageEventsMax, events - due + 1);
    const page = await store.read({ streamId: stream, fromRevision: due, eventsMax });
    for (const event of page) {
      if ((event.position?.commit ?? -1n) > end) return missingAfter(due, events, hidden);
      const revision = Number(event.revision);
      if (revision !== due) return hidden(due, leftOut(due, revision - 1));
      if (due >= events)
        return hidden(due, 'it is given when the stream is read, and is not in the log as a whole');
      link = linkAfter(link, event);
      due += 1;
    }
    isMore = page.length === eventsMax;
  }
  const missing = missingAfter(due, events, hidden);
  if (missing !== undefined) return missing;
  // A chain that is broken in the log is a finding there.
  if (isBroken || link === chain) return undefined;
  return hidden(
    events - 1,
    'what is given when the stream is read is not what the log as a whole has',
  );
};

const missingAfter = (
  due: number,
  events: number,
  hidden: (revision: number, detail: string) => Finding,
): Finding | undefined => (due < events ? hidden(due, leftOut(due, events - 1)) : undefined);

const leftOut = (first: number, last: number): string => {
  const which = first === last ? `revision ${first} is` : `revisions ${first} to ${last} are`;
  return `${which} in the log, and left out when the stream is read: commands are decided without`;
};

const linkAfter = (previous: string, { type, data, metadata }: StoredEvent): string => {
  try {
    const content = { type, data, metadata: { ...(metadata as object), chain: undefined } };
    return linkOf(previous, content).chain;
  } catch {
    return '';
  }
};

import { isSettlementStream, type RecordedEvent, settlementStreamOf } from '#event-log/offline';
import { hashedText, settlementLineOf } from '#ledger';
import type { LineHead } from '../lines/event-line.js';
import { lineBuffers, SharedFiles } from '../lines/shared-files.js';
import type { StreamCheck } from '../verification/stream-check.js';
import type { FoldedEvent } from '../verification/stream-fold.js';

/** A line of a settlement, or an event of a settlement, with its place in the log. */
export interface StatementEntry {
  /** The stream of the settlement. */
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
  readonly kind: 'line' | 'event';
  /** JSON: a line as it is hashed, or the type and data of an event, unchecked. */
  readonly body: string;
}

const tab = '\t';

/**
 * Reads the lines that `StatementEntries` wrote: position, revision, kind, stream and body,
 * separated by tabs. The JSON of the ledger contains no tabs.
 */
export class EntryReader {
  /** There are few streams, and each line names one. */
  readonly #streams = new Map<string, string>();

  read(line: string): StatementEntry {
    const revisionAt = line.indexOf(tab) + 1;
    const kindAt = line.indexOf(tab, revisionAt) + 1;
    const streamAt = line.indexOf(tab, kindAt) + 1;
    const bodyAt = line.indexOf(tab, streamAt) + 1;
    return {
      position: line.slice(0, revisionAt - 1),
      revision: Number(line.slice(revisionAt, kindAt - 1)),
      kind: line.slice(kindAt, streamAt - 1) as StatementEntry['kind'],
      stream: this.#streamIn(line.slice(streamAt, bodyAt - 1)),
      body: line.slice(bodyAt),
    };
  }

  #streamIn(text: string): string {
    let stream = this.#streams.get(text);
    if (stream === undefined) this.#streams.set(text, (stream = JSON.parse(text) as string));
    return stream;
  }
}

/** Place of the stored entries, and the number of their files. */
export interface EntriesPlace {
  readonly directory: string;
  /** The last position of the log. */
  readonly end: string;
  readonly files: number;
}

/** One for each thread. */
const lines = lineBuffers();

/**
 * Stores the entries of statements while streams are checked, in any order. They go to files by
 * their position in the log, each small enough to be sorted in memory.
 */
export class StatementEntries {
  readonly #files: SharedFiles;
  readonly #filesPerPosition: number;
  #stream = '';
  #streamText = '""';

  constructor(private readonly place: EntriesPlace) {
    this.#filesPerPosition = place.files / (Number(place.end) + 1);
    this.#files = new SharedFiles(place.directory, lines);
  }

  add(entry: StatementEntry): void {
    this.#files.add(this.#fileOf(entry.position), this.#written(entry));
  }

  end(): void {
    this.#files.end();
  }

  #written({ stream, position, revision, kind, body }: StatementEntry): string {
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#streamText = JSON.stringify(stream);
    }
    return `${position}\t${revision}\t${kind}\t${this.#streamText}\t${body}\n`;
  }

  /** Despite rounding, a later position is never in an earlier file. */
  #fileOf(position: string): number {
    const file = Math.floor(Number(position) * this.#filesPerPosition);
    return Math.min(file, this.place.files - 1);
  }
}

/**
 * Receives each event that was checked, with its folded state, and stores the entries of
 * statements.
 */
export type CollectEntry = (
  head: LineHead,
  check: StreamCheck,
  event: FoldedEvent | undefined,
) => void;

export const entryCollector =
  (entries: StatementEntries): CollectEntry =>
  ({ stream, position, revision }, { order, content }, event) => {
    if (isSettlementStream(stream)) {
      // A changed event still states sums, which its lines confirm or not.
      const said = event ?? content;
      if (said === undefined) return;
      const { type, data } = said;
      const body = JSON.stringify({ type, data });
      entries.add({ stream, position, revision, kind: 'event', body });
      return;
    }
    if (order === undefined || event === undefined) return;
    const line = settlementLineOf(order, event as RecordedEvent);
    if (line === undefined) return;
    const { storeId, currency } = order.balance;
    const taker = settlementStreamOf({ storeId, currency });
    entries.add({ stream: taker, position, revision, kind: 'line', body: hashedText(line) });
  };

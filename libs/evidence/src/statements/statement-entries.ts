import { isSettlementStream, type RecordedEvent, settlementStreamOf } from '#event-log/offline';
import { hashedText, settlementLineOf } from '#ledger';
import type { LineHead } from '../lines/event-line.js';
import { lineBuffers, SharedFiles } from '../lines/shared-files.js';
import type { StreamCheck } from '../verification/stream-check.js';
import type { FoldedEvent } from '../verification/stream-fold.js';

/** A settlement line or a settlement event, with its place in the log. */
export interface StatementEntry {
  /** Stream of the settlement that the line or event belongs to. */
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
  readonly kind: 'line' | 'event';
  /**
   * JSON, not checked yet: a settlement line as `hashedText` writes it, or type and data of a
   * settlement event.
   */
  readonly body: string;
}

const tab = '\t';

/**
 * Reads entries that `StatementEntries` wrote: position, revision, kind, stream and body, separated
 * by tabs. The ledger's JSON has no tabs.
 */
export class EntryReader {
  /**
   * Stream names by their JSON text. Many entries name the same few streams, so each name is parsed
   * once.
   */
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

/** The folder of the stored entries, and the number of files in the folder. */
export interface EntriesPlace {
  readonly directory: string;
  /** Last position of the log, as digits. */
  readonly end: string;
  readonly files: number;
}

/** Buffers that only one thread uses, because each thread loads this module itself. */
const lines = lineBuffers();

/**
 * Stores the settlement lines and settlement events, called entries, while streams are checked in
 * any order. The position of an entry in the log decides to which file it is written. Each file is
 * small enough to be sorted in memory.
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

  /** Rounding is harmless: a later position never gets an earlier file. */
  #fileOf(position: string): number {
    const file = Math.floor(Number(position) * this.#filesPerPosition);
    return Math.min(file, this.place.files - 1);
  }
}

/**
 * Called after the check of each event. Stores the event's settlement line or settlement event, if
 * it has one.
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
      // An event that failed its checks is stored as it is, so that its sums are compared with the
      // lines too.
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

import { isSettlementStream, type RecordedEvent, settlementStreamOf } from '#event-log/offline';
import { hashedText, settlementLineOf } from '#ledger';
import type { LineHead } from '../lines/event-line.js';
import { lineBuffers, SharedFiles } from '../lines/shared-files.js';
import type { StreamCheck } from '../verification/stream-check.js';
import type { FoldedEvent } from '../verification/stream-fold.js';

/** A settlement line (one capture or refund) or a settlement event, with its place in the log. */
export interface StatementEntry {
  /**
   * The stream of the settlement. A line (a capture or refund) comes from an event in the stream of
   * its order.
   */
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
  readonly kind: 'line' | 'event';
  /**
   * JSON that was not checked yet. For a line (a capture or refund), the text that is hashed in the
   * settlement's statement (`hashedText`). For a settlement event, its type and data.
   */
  readonly body: string;
}

const tab = '\t';

/**
 * Reads the lines of text that `StatementEntries` wrote. A line has position, revision, kind,
 * stream and body, separated by tabs. JSON has no tabs inside its values, because a tab in a text
 * is escaped.
 */
export class EntryReader {
  /**
   * The parsed stream names, by their JSON text. The same few names come again and again, so each
   * is parsed once.
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

/**
 * The folder for settlement events, captures and refunds, and the number of files in the folder.
 */
export interface EntriesPlace {
  readonly directory: string;
  /** Last position of the log, as digits. */
  readonly end: string;
  readonly files: number;
}

/** Each worker thread loads this module itself, so no two threads share these buffers. */
const lines = lineBuffers();

/**
 * Writes settlement events and settlement lines (a capture or refund each) to files while the
 * streams are checked. The streams are checked in any order, but the sums of a settlement are
 * checked in the order of the log. Each file therefore has one range of positions, small enough to
 * be sorted in memory.
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

  /** Rounding does no harm: a later position never gets an earlier file. */
  #fileOf(position: string): number {
    const file = Math.floor(Number(position) * this.#filesPerPosition);
    return Math.min(file, this.place.files - 1);
  }
}

/**
 * Called for each event after its check. Stores the event if it belongs to a settlement. If it
 * captured or refunded money, stores its line: the text that is hashed in the statement of its
 * settlement (`hashedText`).
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
      // `event` is missing if the event failed its checks. The content is still stored, so that
      // wrong sums in it are reported too.
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

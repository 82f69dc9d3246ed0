import { lineBuffers, SharedFiles } from '../lines/shared-files.js';

/** A line that the next cut takes, or an event of the settlements themselves, and where it stands. */
export interface StatementEntry {
  /** Of the settlements. */
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
  readonly kind: 'line' | 'event';
  /** JSON: a line as it is hashed, or type and data of an event, which nobody has looked at. */
  readonly body: string;
}

const tab = '\t';

/**
 * Reads lines of a file again: position, revision, kind, stream and body, with tabs between them, which JSON has none of
 * but between its members, and ours not there either.
 */
export class EntryReader {
  /** They are few, and stand in every line. */
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

/** Where entries wait, and how much of the log shares a file. */
export interface EntriesPlace {
  readonly directory: string;
  /** The log is so long. */
  readonly end: string;
  readonly files: number;
}

/** Of this thread. */
const lines = lineBuffers();

/**
 * Collects what statements are made from while streams are checked, in any order: into files by the position in the
 * log, each of which can be put in order in memory.
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

  /** Rounded or not, a later position is in no earlier file. */
  #fileOf(position: string): number {
    const file = Math.floor(Number(position) * this.#filesPerPosition);
    return Math.min(file, this.place.files - 1);
  }
}

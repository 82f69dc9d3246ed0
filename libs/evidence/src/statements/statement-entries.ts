import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

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

const heldBytes = 1_024 * 1_024;
/** Of this thread: entries of one part after the other are collected, each ended before the next one begins. */
const heldBuffer = Buffer.allocUnsafeSlow(heldBytes);
const orderedBuffer = Buffer.allocUnsafeSlow(heldBytes);
/** UTF-8 takes no more for a unit of a text. */
const bytesPerUnit = 3;

/**
 * Collects what statements are made from while streams are checked, in any order: into files by the position in the
 * log, each of which can be put in order in memory. Several threads write the same files, whole lines at a time.
 *
 * They are held as bytes: texts put together from pieces would be copied by every collection until they are written.
 */
export class StatementEntries {
  readonly #held = heldBuffer;
  #length = 0;
  /** By the number of the file, where its lines begin and end. */
  readonly #places = new Map<number, number[]>();
  readonly #filesPerPosition: number;
  #stream = '';
  #streamText = '""';

  constructor(private readonly place: EntriesPlace) {
    this.#filesPerPosition = place.files / (Number(place.end) + 1);
    mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  }

  add(entry: StatementEntry): void {
    const file = this.#fileOf(entry.position);
    const line = this.#written(entry);
    if (this.#length + bytesPerUnit * line.length > heldBytes) this.end();
    if (bytesPerUnit * line.length > heldBytes) {
      this.#append(file, Buffer.from(line));
      return;
    }
    const start = this.#length;
    this.#length += this.#held.write(line, start);
    const places = this.#places.get(file);
    if (places === undefined) this.#places.set(file, [start, this.#length]);
    else places.push(start, this.#length);
  }

  end(): void {
    const lines = orderedBuffer;
    for (const [file, places] of this.#places) {
      let length = 0;
      for (let index = 0; index < places.length; index += 2) {
        length += this.#held.copy(lines, length, places[index], places[index + 1]);
      }
      this.#append(file, lines.subarray(0, length));
    }
    this.#places.clear();
    this.#length = 0;
  }

  #append(file: number, lines: Buffer): void {
    appendFileSync(join(this.place.directory, entriesFile(file)), lines, { mode: 0o600 });
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

export const entriesFile = (index: number): string => `${String(index).padStart(8, '0')}.ndjson`;

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

/** A line of a file; JSON has no tabs and line feeds but between its members, and ours not there either. */
const written = ({ stream, position, revision, kind, body }: StatementEntry): string =>
  `${position}\t${revision}\t${kind}\t${JSON.stringify(stream)}\t${body}\n`;

export const parseEntry = (line: string): StatementEntry => {
  const [position = '', revision = '', kind = '', stream = '', body = ''] = line.split('\t');
  return {
    stream: JSON.parse(stream) as string,
    ...{ position, revision: Number(revision), kind: kind as StatementEntry['kind'], body },
  };
};

/** Where entries wait, and how much of the log shares a file. */
export interface EntriesPlace {
  readonly directory: string;
  /** The log is so long. */
  readonly end: string;
  readonly files: number;
}

const heldBytes = 1_024 * 1_024;
/** UTF-8 takes no more for a unit of a text. */
const bytesPerUnit = 3;

/**
 * Collects what statements are made from while streams are checked, in any order: into files by the position in the
 * log, each of which can be put in order in memory. Several threads write the same files, whole lines at a time.
 *
 * They are held as bytes: texts put together from pieces would be copied by every collection until they are written.
 */
export class StatementEntries {
  readonly #held = Buffer.allocUnsafe(heldBytes);
  #length = 0;
  /** By the number of the file, where its lines begin and end. */
  readonly #places = new Map<number, number[]>();

  constructor(private readonly place: EntriesPlace) {
    mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  }

  add(entry: StatementEntry): void {
    const file = this.#fileOf(BigInt(entry.position));
    const line = written(entry);
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
    const lines = Buffer.allocUnsafe(this.#length);
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

  #fileOf(position: bigint): number {
    const { end, files } = this.place;
    return Number((position * BigInt(files)) / (BigInt(end) + 1n));
  }
}

export const entriesFile = (index: number): string => `${String(index).padStart(8, '0')}.ndjson`;

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

/** Some 600 KB. */
const heldMax = 1_000;

/**
 * Collects what statements are made from while streams are checked, in any order: into files by the position in the
 * log, each of which can be put in order in memory. Several threads write the same files, whole lines at a time.
 */
export class StatementEntries {
  /** By the number of the file. */
  readonly #held = new Map<number, string[]>();
  #count = 0;

  constructor(private readonly place: EntriesPlace) {
    mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  }

  add(entry: StatementEntry): void {
    const file = this.#fileOf(BigInt(entry.position));
    const lines = this.#held.get(file);
    const line = written(entry);
    if (lines === undefined) this.#held.set(file, [line]);
    else lines.push(line);
    this.#count += 1;
    if (this.#count >= heldMax) this.end();
  }

  end(): void {
    for (const [file, lines] of this.#held) {
      const path = join(this.place.directory, entriesFile(file));
      appendFileSync(path, lines.join(''), { mode: 0o600 });
    }
    this.#held.clear();
    this.#count = 0;
  }

  #fileOf(position: bigint): number {
    const { end, files } = this.place;
    return Number((position * BigInt(files)) / (BigInt(end) + 1n));
  }
}

export const entriesFile = (index: number): string => `${String(index).padStart(8, '0')}.ndjson`;

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SettlementLine } from '#ledger';

/** A line that the next cut takes, or an event of the settlements themselves, and where it stands. */
export type StatementEntry = EntryPlace & (LineEntry | EventEntry);

interface EntryPlace {
  /** Of the settlements. */
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
}

interface LineEntry {
  readonly of: { readonly storeId: string; readonly currency: string };
  readonly line: SettlementLine;
}

interface EventEntry {
  /** As it is stored; nobody has looked whether it is one. */
  readonly event: { readonly type: string; readonly data: unknown };
}

/** Where entries wait, and how much of the log shares a file. */
export interface EntriesPlace {
  readonly directory: string;
  /** The log is so long. */
  readonly end: string;
  readonly files: number;
}

const heldMax = 1_000;

/**
 * Collects what statements are made from while streams are checked, in any order: into files by the position in the
 * log, each of which can be put in order in memory. Several threads write the same files, whole lines at a time.
 */
export class StatementEntries {
  readonly #held = new Map<string, string[]>();
  #count = 0;

  constructor(private readonly place: EntriesPlace) {
    mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  }

  add(entry: StatementEntry): void {
    const path = this.#pathOf(BigInt(entry.position));
    const lines = this.#held.get(path);
    const line = `${JSON.stringify(entry)}\n`;
    if (lines === undefined) this.#held.set(path, [line]);
    else lines.push(line);
    this.#count += 1;
    if (this.#count >= heldMax) this.end();
  }

  end(): void {
    for (const [path, lines] of this.#held) appendFileSync(path, lines.join(''), { mode: 0o600 });
    this.#held.clear();
    this.#count = 0;
  }

  #pathOf(position: bigint): string {
    const { directory, end, files } = this.place;
    const index = (position * BigInt(files)) / (BigInt(end) + 1n);
    return join(directory, entriesFile(Number(index)));
  }
}

export const entriesFile = (index: number): string => `${String(index).padStart(8, '0')}.ndjson`;

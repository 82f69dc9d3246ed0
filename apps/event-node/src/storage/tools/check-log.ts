import { setImmediate as nextTurn } from 'node:timers/promises';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Key, RangeOptions } from 'lmdb';
import type { EventRecord } from '../log/event-record.js';
import { LogIncomplete } from '../log/faults.js';
import {
  coverageIn,
  type Databases,
  openDatabases,
  REVISION_MAX,
} from '../index/index-database.js';
import { DirectoryLock, indexDirectoryOf, segmentsOf } from '../log/log-directory.js';
import { ownerFileIn } from '../log/log-owner.js';
import { RecordScan } from '../log/log-scan.js';
import { compareWithOwner, requireSegments } from '../recover-log.js';
import type { Segments } from '../log/segments.js';
import { foldEvent } from '../index/stream-head.js';
import { type IndexLimits, StreamIndex } from '../index/stream-index.js';

/** What a scan of the whole store found. */
export interface LogCheck {
  readonly events: number;
  readonly segments: number;
  /** The position where the log ends. */
  readonly end: number;
  /** What is wrong, a line each, up to a limit; empty if all is well. */
  readonly faults: readonly string[];
}

const FAULTS_MAX = 100;
/** Large transactions write the pages of an index less often. */
const SCRATCH: Omit<IndexLimits, 'mapBytes'> = {
  indexedAtOnce: 50_000,
  recentIds: 0,
  unindexed: { events: 100_000, bytes: 256 * 1024 * 1024 },
};

/**
 * Checks the log of a data directory while no node runs on it: every record's checksum, the order of
 * revisions in every stream, and that the index says of streams and positions what one made anew
 * from the log says. That one is made beside it, so that memory stays bounded. Throws
 * `DirectoryInUse` if a node runs, `WrongDirectory` if there is no log, and what a start throws where
 * segments are missing.
 */
export const checkLog = async (
  logDirectory: string,
  { mapBytes }: Pick<IndexLimits, 'mapBytes'>,
): Promise<LogCheck> => {
  if (!existsSync(logDirectory)) segmentsOf(logDirectory);
  requireSegments(logDirectory);
  const lock = await DirectoryLock.take(logDirectory);
  const scratch = join(logDirectory, 'index.check');
  try {
    rmSync(scratch, { recursive: true, force: true });
    const segments = segmentsOf(logDirectory);
    const expected = await StreamIndex.open(scratch, segments.header.logId, {
      ...SCRATCH,
      mapBytes,
    });
    const path = indexDirectoryOf(logDirectory);
    const found = existsSync(path) ? openDatabases(path, mapBytes) : undefined;
    try {
      return await new Check({ segments, expected, found }).run();
    } finally {
      await expected.close();
      await found?.root.close();
      segments.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await lock.release();
  }
};

interface CheckParts {
  readonly segments: Segments;
  readonly expected: StreamIndex;
  /** Undefined if the log has no index: the next start makes one. */
  readonly found: Databases | undefined;
}

class Check {
  readonly #parts: CheckParts;
  readonly #faults: string[] = [];
  /** How far the index covers the log; 0 once that is compared. */
  #covered: number;

  constructor(parts: CheckParts) {
    this.#parts = parts;
    const { found, segments } = parts;
    const index = found && coverageIn(found, segments.header.logId);
    if (index?.isOfLog === false) this.#note('The index is of another log than the segments.');
    this.#covered = (index?.isOfLog === true && index.coverage?.end) || 0;
    this.#noteIncompleteness();
  }

  async run(): Promise<LogCheck> {
    const { segments, expected } = this.#parts;
    const scan = new RecordScan(segments, segments.start);
    for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
      for (const event of write) this.#take(event);
      await expected.room();
      if (scan.end === this.#covered) await this.#compare();
    }
    const damage = scan.damage();
    if (damage !== undefined) this.#note(damage.message);
    if (this.#covered > 0) {
      this.#note(`The index covers the log to position ${this.#covered}, where no write ends.`);
    }
    const { events } = expected.coverage;
    const faults = this.#faults;
    return { events, segments: segments.bases.length, end: scan.end, faults };
  }

  #noteIncompleteness(): void {
    const { segments } = this.#parts;
    try {
      compareWithOwner(segments, ownerFileIn(segments.directory)?.noted);
    } catch (error) {
      if (!(error instanceof LogIncomplete)) throw error;
      this.#note(error.message);
    }
  }

  #take(event: EventRecord): void {
    const { expected } = this.#parts;
    const fault = faultOf(event, expected);
    if (fault !== undefined) this.#note(`Position ${event.position}: ${fault}`);
    expected.add(
      [event],
      foldEvent(event, (name) => expected.head(name)),
    );
  }

  async #compare(): Promise<void> {
    this.#covered = 0;
    const { expected, found } = this.#parts;
    if (found === undefined) return;
    const lines = await compareIndexes(found, await expected.flushedDatabases(), FAULTS_MAX);
    for (const line of lines) this.#note(line);
  }

  #note(fault: string): void {
    if (this.#faults.length < FAULTS_MAX) this.#faults.push(fault);
  }
}

/** What is wrong with an event after all those before it. */
const faultOf = (event: EventRecord, index: StreamIndex): string | undefined => {
  const name = event.streamName.toString('utf8');
  const head = index.head(name);
  const next = (head?.revision ?? -1) + 1;
  const { revision, streamNumber } = event;
  if (revision !== next) return `${name} goes on with revision ${revision}, not ${next}.`;
  if (head?.isTombstoned === true) return `${name} goes on behind its tombstone.`;
  const isNew = head === undefined || head.number === 0;
  const isRight = isNew
    ? streamNumber >= index.coverage.nextStreamNumber
    : streamNumber === head.number;
  return isRight ? undefined : `${name} has the number ${streamNumber} of another stream.`;
};

/** Entries looked at before others have their turn. */
const TURN_ENTRIES = 1_000;

/** What is compared; a range of places needs its ends, or it is empty. */
const databases: readonly [name: 'places' | 'heads' | 'marks', range: RangeOptions][] = [
  ['places', { start: [0, 0], end: [REVISION_MAX, REVISION_MAX] }],
  ['heads', {}],
  ['marks', {}],
];

/** Compares the index of a log with one made anew: what differs, a line each, up to a limit. */
export const compareIndexes = async (
  found: Databases,
  expected: Databases,
  linesMax: number,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [name, range] of databases) {
    const entries = { found: found[name] as Entries, expected: expected[name] as Entries, range };
    for await (const { key, what } of differences(entries)) {
      if (lines.length >= linesMax) return lines;
      lines.push(`The index ${what} for ${String(key)} in ${name}.`);
    }
  }
  return lines;
};

type Entries = Database<Buffer>;

interface Difference {
  readonly key: Key;
  readonly what: string;
}

const differences = async function* (entries: {
  readonly found: Entries;
  readonly expected: Entries;
  readonly range: RangeOptions;
}): AsyncGenerator<Difference> {
  const { found, expected, range } = entries;
  let count = 0;
  for (const { key, value } of expected.getRange({ ...range })) {
    const other = found.get(key);
    if (other === undefined) yield { key, what: 'has nothing' };
    else if (!other.equals(value)) yield { key, what: 'has something else than the log' };
    if (++count % TURN_ENTRIES === 0) await nextTurn();
  }
  for (const key of found.getKeys({ ...range })) {
    if (!expected.doesExist(key)) yield { key, what: 'has something that the log has not' };
    if (++count % TURN_ENTRIES === 0) await nextTurn();
  }
};

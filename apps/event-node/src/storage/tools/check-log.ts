import { setImmediate as nextTurn } from 'node:timers/promises';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Key, RangeOptions } from 'lmdb';
import type { EventRecord } from '../log/event-record.js';
import { LogIncomplete } from '../log/faults.js';
import { coverageIn, type Databases, openDatabases, revisionMax } from '../index/index-database.js';
import { DirectoryLock, indexDirectoryOf, segmentsOf } from '../log/log-directory.js';
import { ownerFileIn } from '../log/log-owner.js';
import { RecordScan } from '../log/log-scan.js';
import { compareWithOwner, requireSegments } from '../recover-log.js';
import type { Segments } from '../log/segments.js';
import { foldEvent } from '../index/stream-head.js';
import { type IndexLimits, StreamIndex } from '../index/stream-index.js';

/** The result of the check of a log. */
interface LogCheck {
  readonly events: number;
  readonly segments: number;
  /** The position where the log ends. */
  readonly end: number;
  /** One line for each fault, at most 100; empty for a sound log. */
  readonly faults: readonly string[];
}

const faultsMax = 100;
/**
 * The limits of the rebuilt index. Large transactions make the check faster, because every
 * transaction writes many pages of LMDB again.
 */
const scratchLimits: Omit<IndexLimits, 'mapBytes'> = {
  indexedAtOnce: 50_000,
  recentIds: 0,
  unindexed: { events: 100_000, bytes: 256 * 1024 * 1024 },
};

/**
 * Checks a log while no node runs on it: the checksum of each record, the sequence of revisions in
 * each stream, and whether the index equals an index that is rebuilt from the log. The rebuilt
 * index is on the disk, so that the check needs a limited amount of memory. Throws `DirectoryInUse`
 * if a node runs, `WrongDirectory` if there is no log, and `LogIncomplete` if segments are missing.
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
      ...scratchLimits,
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

interface CheckSources {
  readonly segments: Segments;
  readonly expected: StreamIndex;
  /**
   * The index on the disk; undefined if there is none. A missing index is no fault, because the
   * next start makes it again.
   */
  readonly found: Databases | undefined;
}

class Check {
  readonly #sources: CheckSources;
  readonly #faults: string[] = [];
  /**
   * The position up to which the index on the disk covers the log. When the check reaches this
   * position, the rebuilt index covers the same events, so the two are compared. Afterwards the
   * value is 0.
   */
  #covered: number;

  constructor(sources: CheckSources) {
    this.#sources = sources;
    const { found, segments } = sources;
    const index = found && coverageIn(found, segments.header.logId);
    if (index?.isOfLog === false) this.#note('The index is of another log than the segments.');
    this.#covered = (index?.isOfLog === true && index.coverage?.end) || 0;
    this.#noteIncompleteness();
  }

  async run(): Promise<LogCheck> {
    const { segments, expected } = this.#sources;
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
    const { segments } = this.#sources;
    try {
      compareWithOwner(segments, ownerFileIn(segments.directory)?.noted);
    } catch (error) {
      if (!(error instanceof LogIncomplete)) throw error;
      this.#note(error.message);
    }
  }

  #take(event: EventRecord): void {
    const { expected } = this.#sources;
    const fault = faultOf(event, expected);
    if (fault !== undefined) this.#note(`Position ${event.position}: ${fault}`);
    expected.add(
      [event],
      foldEvent(event, (name) => expected.head(name)),
    );
  }

  async #compare(): Promise<void> {
    this.#covered = 0;
    const { expected, found } = this.#sources;
    if (found === undefined) return;
    const lines = await compareIndexes(found, await expected.flushedDatabases(), faultsMax);
    for (const line of lines) this.#note(line);
  }

  #note(fault: string): void {
    if (this.#faults.length < faultsMax) this.#faults.push(fault);
  }
}

/**
 * Returns what is wrong with an event, for example a revision that does not follow the one before
 * it in the stream. Returns undefined if nothing is wrong.
 */
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

/**
 * The number of entries after which the comparison pauses for a turn of the event loop, so that
 * other work can run.
 */
const turnEntries = 1_000;

/**
 * The databases of the index that are compared with the rebuilt ones. In `places`, LMDB finds
 * nothing unless both ends of the range are given.
 */
const databases: readonly [name: 'places' | 'heads' | 'marks', range: RangeOptions][] = [
  ['places', { start: [0, 0], end: [revisionMax, revisionMax] }],
  ['heads', {}],
  ['marks', {}],
];

/**
 * Compares the index of a log with a rebuilt index. Returns one line for each difference, at most
 * `linesMax` lines.
 */
const compareIndexes = async (
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
    else if (!other.equals(value)) yield { key, what: 'differs from the log' };
    if (++count % turnEntries === 0) await nextTurn();
  }
  for (const key of found.getKeys({ ...range })) {
    if (!expected.doesExist(key)) yield { key, what: 'has something that the log does not have' };
    if (++count % turnEntries === 0) await nextTurn();
  }
};

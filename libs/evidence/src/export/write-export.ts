import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { eventLine } from '../lines/event-line.js';
import { logPages, type LogSource } from '../lines/log-pages.js';
import {
  emptyManifest,
  type Manifest,
  manifestFile,
  manifestHashOf,
  parseManifest,
  type Segment,
  segmentFile,
  withHash,
} from './manifest.js';

/**
 * Approximate size of one file of an export. An export of many files of 16 MiB can be divided
 * evenly among the threads that verify it.
 */
const segmentBytesDefault = 16 * 1_024 * 1_024;

export interface ExportProgress {
  /** Number of events in the export, including those of earlier runs. */
  readonly events: number;
  readonly bytes: number;
  readonly position: bigint;
  /** The position at which the export will end. */
  readonly end: bigint;
  /** Seconds since this run began. */
  readonly seconds: number;
  /** Number of events written in this run. */
  readonly eventsNow: number;
}

export interface ExportOptions {
  readonly log: LogSource;
  /** The folder is created if it is missing. If it contains an export, that export is continued. */
  readonly directory: string;
  /** Position of the last event to export, usually the end of the log. */
  readonly end: bigint;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Approximate size of a segment (one file), in bytes. Only specs set this option. */
  readonly segmentBytes?: number;
}

/**
 * The export cannot be continued: the directory has files but no manifest, or the files or the
 * manifest were changed.
 */
export class NotAnExport extends Error {
  override readonly name = 'NotAnExport';
}

/**
 * Writes the log up to `end` to files that can be verified without the ledger. An interrupted
 * export is continued by the next run. A complete export is continued with the events added since.
 */
export const writeExport = async (options: ExportOptions): Promise<Manifest> => {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const before = exportIn(options.directory);
  const run = new ExportRun(options, before?.segments ?? []);
  await run.write();
  return run.save(true);
};

class ExportRun {
  readonly #segments: Segment[];
  readonly #startedAt = performance.now();
  #writer: SegmentWriter | undefined;
  #bytes = 0;
  #eventsNow = 0;

  constructor(
    private readonly options: ExportOptions,
    before: readonly Segment[],
  ) {
    this.#segments = [...before];
  }

  async write(): Promise<void> {
    const { log, end, signal } = this.options;
    const after = BigInt(this.#segments.at(-1)?.lastPosition ?? -1);
    if (after >= end) return;
    try {
      const range = { after, to: end, ...(signal && { signal }) };
      for await (const page of logPages(log, range, () => this.#bytes)) {
        for (const event of page.events) this.#add(eventLine(event), event.position?.commit ?? -1n);
        this.#report(page.position);
      }
      this.#endSegment();
    } finally {
      this.#writer?.abandon();
    }
  }

  save(complete: boolean): Manifest {
    const events = this.#segments.reduce((sum, segment) => sum + segment.events, 0);
    const manifest = withHash({ ...emptyManifest, complete, events, segments: this.#segments });
    const path = join(this.options.directory, manifestFile);
    writeAtomically(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return manifest;
  }

  #add(line: string, position: bigint): void {
    const { directory, segmentBytes = segmentBytesDefault } = this.options;
    this.#writer ??= new SegmentWriter(directory, segmentFile(this.#segments.length));
    this.#writer.write(line, position);
    this.#bytes += line.length;
    this.#eventsNow += 1;
    if (this.#writer.bytes >= segmentBytes) {
      this.#endSegment();
      this.save(false);
    }
  }

  #endSegment(): void {
    if (this.#writer === undefined) return;
    const writer = this.#writer;
    this.#writer = undefined;
    this.#segments.push(writer.end());
  }

  #report(position: bigint): void {
    const whole = this.#segments.reduce((sum, { events }) => sum + events, 0);
    this.options.onProgress?.({
      events: whole + (this.#writer?.events ?? 0),
      bytes: this.#bytes,
      position,
      end: this.options.end,
      seconds: (performance.now() - this.#startedAt) / 1_000,
      eventsNow: this.#eventsNow,
    });
  }
}

const exportIn = (directory: string): Manifest | undefined => {
  const path = join(directory, manifestFile);
  if (!existsSync(path)) {
    const strange = readdirSync(directory).filter(
      (name) => !name.endsWith('.part') && name !== segmentFile(0),
    );
    if (strange.length === 0) return undefined;
    throw new NotAnExport(`${directory} is not empty and has no ${manifestFile}`);
  }
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  if (manifestHashOf(manifest) !== manifest.sha256) {
    throw new NotAnExport(`${path} was changed since it was written; export to another directory`);
  }
  for (const { file, bytes } of manifest.segments) {
    if (statSync(join(directory, file), { throwIfNoEntry: false })?.size !== bytes) {
      throw new NotAnExport(
        `${join(directory, file)} does not have the size in the manifest; verify the export, or export to another directory`,
      );
    }
  }
  return manifest;
};

/**
 * Writes one file of an export. Until the file is complete and on disk, its name ends with `.part`,
 * so that a crash cannot leave a file that looks complete.
 */
export class SegmentWriter {
  readonly #hash = createHash('sha256');
  readonly #file: number;
  readonly #path: string;
  #events = 0;
  #bytes = 0;
  #firstPosition = '';
  #lastPosition = '';

  constructor(
    private readonly directory: string,
    private readonly name: string,
  ) {
    this.#path = join(directory, `${name}.part`);
    this.#file = openSync(this.#path, 'w', 0o600);
  }

  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  write(line: string, position: bigint): void {
    const bytes = Buffer.from(line);
    writeSync(this.#file, bytes);
    this.#hash.update(bytes);
    if (this.#events === 0) this.#firstPosition = String(position);
    this.#lastPosition = String(position);
    this.#events += 1;
    this.#bytes += bytes.length;
  }

  end(): Segment {
    fsyncSync(this.#file);
    closeSync(this.#file);
    putInPlace(this.#path, join(this.directory, this.name));
    return {
      file: this.name,
      events: this.#events,
      bytes: this.#bytes,
      firstPosition: this.#firstPosition,
      lastPosition: this.#lastPosition,
      sha256: this.#hash.digest('hex'),
    };
  }

  /** Closes the unfinished file. The next export writes the file again from its beginning. */
  abandon(): void {
    closeSync(this.#file);
  }
}

/**
 * Replaces a file so that after a crash it has either the old or the new content, never a mixture.
 * The new content is written to a second file, which is renamed when it is on disk.
 */
export const writeAtomically = (path: string, text: string): void => {
  const next = `${path}.part`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  putInPlace(next, path);
};

/**
 * Renames a file that is already on disk, and flushes the directory so that the new name survives a
 * crash.
 */
export const putInPlace = (from: string, to: string): void => {
  renameSync(from, to);
  const directory = openSync(dirname(to), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};

import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventLine } from '../lines/event-line.js';
import { logPages } from '../lines/log-events.js';
import type { LogSource } from '../lines/log-events.js';
import {
  emptyManifest,
  withHash,
  manifestHashOf,
  manifestFile,
  parseManifest,
  segmentFile,
} from './manifest.js';
import type { Manifest, Segment } from './manifest.js';
import { SegmentWriter } from './segment-writer.js';
import { writeAtomically } from './write-atomically.js';

/** Small enough for threads to share an export evenly. */
const segmentBytesDefault = 16 * 1_024 * 1_024;

export interface ExportProgress {
  /** All that the export holds by now, also from earlier. */
  readonly events: number;
  readonly bytes: number;
  readonly position: bigint;
  /** Where it will end. */
  readonly end: bigint;
  /** Since it was begun or continued. */
  readonly seconds: number;
  /** Written since then. */
  readonly eventsNow: number;
}

export interface ExportOptions {
  readonly log: LogSource;
  /** Made if it is missing; one that holds an export is continued. */
  readonly directory: string;
  /** Position of the last event to export: the end of the log now. */
  readonly end: bigint;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Of a segment, about; in tests. */
  readonly segmentBytes?: number;
}

/** The directory holds something else than an export that can be continued. */
export class NotAnExport extends Error {
  override readonly name = 'NotAnExport';
}

/**
 * Writes the log up to `end` as files that can be verified with nothing else running. Interrupted at any moment it leaves
 * an export up to some place, and the next one continues there; a whole one is continued with what came since.
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
        this.#tell(page.position);
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

  #tell(position: bigint): void {
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
        `${join(directory, file)} is not what the manifest says; verify it, or export to another directory`,
      );
    }
  }
  return manifest;
};

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, Findings } from '../findings/findings.js';
import { fileChunks, LineSplitter, LineTooLong } from '../lines/line-splitter.js';
import { LogScan, type ScannedStretch } from '../verification/log-scan.js';
import { partitionBytesMax } from '../verification/log-partitions.js';
import { errorText } from '../verification/verification.js';
import {
  findUnlistedFiles,
  type Manifest,
  manifestHashOf,
  readManifest,
  type ReportFault,
  type Segment,
} from './manifest.js';

/** A range of consecutive files (segments) of an export, by their numbers from 0. */
export interface SegmentRange {
  readonly from: number;
  /** The number of the first file after the range. */
  readonly to: number;
}

export interface ScanOptions {
  readonly directory: string;
  /**
   * Folder for the temporary files of the verification. The files need at most as much space as the
   * export.
   */
  readonly workDirectory: string;
  /**
   * Hash of a manifest that somebody stored outside the ledger. The export must have this manifest.
   */
  readonly manifestHash?: string | undefined;
  /**
   * The files (segments) of the export to read; all if absent. The manifest states the last
   * position of the segment before the range. The first event that is read must have a later
   * position.
   */
  readonly range?: SegmentRange | undefined;
  /** Called after each chunk of bytes that is read from a file, with the number of events in it. */
  readonly onEvents?: (events: number) => void;
}

/**
 * Reads the events of an export, or of some of its files (segments), in the order of the log.
 * Checks the files against the manifest, and prepares the events for the later checks (`LogScan`).
 * The manifest itself is checked only by the call that reads the first segment.
 */
export const scanExport = (options: ScanOptions): ScannedStretch => {
  const { directory, workDirectory, range } = options;
  const early = new Findings();
  const manifest = readManifest(directory, (detail) => {
    early.add({ kind: 'manifest', detail });
  });
  const segments = manifest?.segments ?? [];
  const { from, to } = range ?? { from: 0, to: segments.length };
  const after = segments[from - 1]?.lastPosition;
  const scan = new LogScan({ directory: workDirectory, after, isDivided: range !== undefined });
  try {
    const found = (detail: string, position?: bigint): void => {
      const finding: Finding = { kind: 'manifest', detail };
      scan.findings.add(position === undefined ? finding : { ...finding, position });
    };
    if (from === 0) scan.findings.addAll(early.summary());
    if (from === 0) checkManifest(manifest, options, found);
    for (const segment of segments.slice(from, to))
      scanSegment(segment, { ...options, scan, found });
    return scan.end();
  } finally {
    scan.close();
  }
};

const checkManifest = (
  manifest: Manifest | undefined,
  { directory, manifestHash }: ScanOptions,
  found: ReportFault,
): void => {
  if (manifestHash !== undefined && (manifest && manifestHashOf(manifest)) !== manifestHash) {
    found(`the manifest does not have the given hash ${manifestHash}`);
  }
  if (manifest?.segments.length === 0) found('the export has no events');
  findUnlistedFiles(directory, manifest, found);
};

interface SegmentScan extends ScanOptions {
  readonly scan: LogScan;
  readonly found: ReportFault;
}

const scanSegment = (segment: Segment, options: SegmentScan): void => {
  const { directory, scan, found } = options;
  const path = join(directory, segment.file);
  const at = BigInt(segment.firstPosition);
  if (at <= scan.position) found(`${segment.file} begins before the end of the file before it`, at);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    found(`${segment.file} is missing`, at);
    return;
  }
  const read = readSegment(path, segment, options);
  for (const fault of faultsOf(segment, read)) found(`${segment.file} ${fault}`, at);
};

interface ReadSegment extends Omit<Segment, 'file'> {
  readonly endsWithLine: boolean;
}

function* faultsOf(said: Segment, read: ReadSegment): Generator<string, void> {
  if (read.events !== said.events) {
    yield `has ${read.events} events, but ${said.events} in the manifest`;
  }
  if (read.lastPosition !== said.lastPosition) {
    yield `ends at position ${read.lastPosition}, but at ${said.lastPosition} in the manifest`;
  }
  if (read.sha256 !== said.sha256) {
    yield 'was changed: its SHA-256 is not the one in the manifest';
    return;
  }
  if (read.bytes !== said.bytes) {
    yield `has ${read.bytes} bytes, but ${said.bytes} in the manifest`;
  }
  if (read.firstPosition !== said.firstPosition) {
    yield `begins at position ${read.firstPosition}, but at ${said.firstPosition} in the manifest`;
  }
  if (!read.endsWithLine) yield 'ends in the middle of a line';
}

const readSegment = (path: string, { file }: Segment, options: SegmentScan): ReadSegment => {
  const { scan, found, onEvents } = options;
  const hash = createHash('sha256');
  const before = scan.events;
  let firstPosition = '-1';
  let [bytes, last] = [0, lineFeed];
  const splitter = new LineSplitter((line) => {
    scan.add(line, () => `${file}:${scan.events - before}`);
    if (scan.events === before + 1) firstPosition = String(scan.position);
  });
  try {
    for (const chunk of fileChunks(path)) {
      // The chunk is hashed before its lines are read, because checking a line overwrites some of
      // its bytes.
      hash.update(chunk);
      bytes += chunk.length;
      last = chunk.at(-1) ?? lineFeed;
      const seen = scan.events;
      splitter.push(chunk);
      onEvents?.(scan.events - seen);
    }
    splitter.end();
  } catch (error) {
    const why =
      error instanceof LineTooLong
        ? error.message
        : `the file could not be read: ${errorText(error)}`;
    found(`${file}: ${why}`, scan.position);
  }
  const [sha256, lastPosition] = [hash.digest('hex'), String(scan.position)];
  const events = scan.events - before;
  return { events, bytes, firstPosition, lastPosition, sha256, endsWithLine: last === lineFeed };
};

const lineFeed = 10;

/**
 * Smallest number of bytes that a thread reads. For fewer bytes, starting the thread would take
 * longer than reading.
 */
const stretchBytesDefault = 2 * partitionBytesMax;

/** Divides the files (segments) of an export into at most `most` ranges of about equal size. */
export const stretchesOf = (
  segments: readonly Segment[],
  most: number,
  stretchBytes = stretchBytesDefault,
): SegmentRange[] => {
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const count = Math.max(1, Math.min(most, segments.length, Math.floor(total / stretchBytes)));
  const ranges: SegmentRange[] = [];
  let [from, bytes] = [0, 0];
  for (const [index, segment] of segments.entries()) {
    bytes += segment.bytes;
    // The range ends with this file if its bytes so far are nearer to an equal share than the bytes
    // together with the next file would be.
    const isEnd =
      bytes + (segments[index + 1]?.bytes ?? 0) / 2 >= (total * (ranges.length + 1)) / count;
    if (!isEnd && index < segments.length - 1) continue;
    if (ranges.length === count - 1 && index < segments.length - 1) continue;
    ranges.push({ from, to: index + 1 });
    from = index + 1;
  }
  return ranges;
};

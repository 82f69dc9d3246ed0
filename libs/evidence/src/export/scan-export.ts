import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { Findings } from '../findings/findings.js';
import { fileChunks } from '../lines/file-chunks.js';
import { LineSplitter, LineTooLong } from '../lines/line-splitter.js';
import { errorText } from '../verification/stages.js';
import { LogScan } from '../verification/log-scan.js';
import type { ScannedStretch } from '../verification/log-scan.js';
import { manifestHashOf } from './manifest.js';
import type { Manifest, Segment } from './manifest.js';
import { findUnlistedFiles, readManifest } from './read-manifest.js';
import type { ReportFault } from './read-manifest.js';

/** Segments next to each other. */
export interface SegmentRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface ScanOptions {
  readonly directory: string;
  /** For files that live as long as the verification; the size of the export at most. */
  readonly workDirectory: string;
  /** Of a manifest that was kept elsewhere: the export's has to be that one. */
  readonly manifestHash?: string | undefined;
  /** Only these, taken to begin where the manifest says that the one before them ends. Without it, all. */
  readonly range?: SegmentRange | undefined;
  /** Told after each segment's pieces how many events were seen. */
  readonly onEvents?: (events: number) => void;
}

/**
 * Reads an export, or a stretch of it, in the order of the log: its files, what `LogScan` checks, and, with the
 * beginning, its manifest.
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
    found(`the manifest is not the one with the hash ${manifestHash}`);
  }
  if (manifest?.segments.length === 0)
    found('the export has no event: nothing of the log is in it');
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
  if (at <= scan.position) found(`${segment.file} begins before the one before it ends`, at);
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
    yield `has ${read.events} events, not the ${said.events} of the manifest`;
  }
  if (read.lastPosition !== said.lastPosition) {
    yield `ends at position ${read.lastPosition}, not at ${said.lastPosition}`;
  }
  if (read.sha256 !== said.sha256) {
    yield 'is not the file that the manifest was written for';
    return;
  }
  if (read.bytes !== said.bytes) {
    yield `has ${read.bytes} bytes, not the ${said.bytes} of the manifest`;
  }
  if (read.firstPosition !== said.firstPosition) {
    yield `begins at position ${read.firstPosition}, not at ${said.firstPosition}`;
  }
  if (!read.endsWithLine) yield 'ends within a line';
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
      // Before the lines are looked at, which writes over them.
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
      error instanceof LineTooLong ? error.message : `it could not be read: ${errorText(error)}`;
    found(`${file}: ${why}`, scan.position);
  }
  const [sha256, lastPosition] = [hash.digest('hex'), String(scan.position)];
  const events = scan.events - before;
  return { events, bytes, firstPosition, lastPosition, sha256, endsWithLine: last === lineFeed };
};

const lineFeed = 10;

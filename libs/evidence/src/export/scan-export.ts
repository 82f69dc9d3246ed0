import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { fileChunks } from '../lines/file-chunks.js';
import { LineSplitter, LineTooLong } from '../lines/line-splitter.js';
import { LogScan } from '../verification/log-scan.js';
import type { Scanned } from '../verification/log-scan.js';
import {
  hashOf,
  isSegmentFile,
  manifestFile,
  parseManifest,
  UnreadableManifest,
} from './manifest.js';
import type { Manifest, Segment } from './manifest.js';

export interface ScanOptions {
  readonly directory: string;
  /** For files that live as long as the verification; the size of the export at most. */
  readonly workDirectory: string;
  /** Told after each segment's pieces how many events were seen. */
  readonly onEvents?: (events: number) => void;
}

/** Reads an export in the order of the log: its manifest, its files, and what `LogScan` checks. */
export const scanExport = (options: ScanOptions): Scanned => {
  const scan = new LogScan(options.workDirectory);
  try {
    return scanned(scan, options);
  } finally {
    scan.close();
  }
};

const scanned = (scan: LogScan, options: ScanOptions): Scanned => {
  const found = (detail: string, position?: bigint): void => {
    const finding: Finding = { kind: 'manifest', detail };
    scan.findings.add(position === undefined ? finding : { ...finding, position });
  };
  const manifest = manifestIn(options.directory, found);
  const segments = manifest?.segments ?? [];
  for (const segment of segments) scanSegment(segment, { ...options, scan, found });
  const listed = new Set(segments.map(({ file }) => file));
  for (const name of readdirSync(options.directory).filter(isSegmentFile).sort()) {
    if (!listed.has(name)) found(`${name} is not in the manifest`);
  }
  return scan.end();
};

type Found = (detail: string, position?: bigint) => void;

const manifestIn = (directory: string, found: Found): Manifest | undefined => {
  try {
    const manifest = parseManifest(readFileSync(join(directory, manifestFile), 'utf8'));
    if (hashOf(manifest) !== manifest.sha256)
      found(`${manifestFile} was changed: it is not what its own hash says`);
    if (!manifest.complete) found(`the export was interrupted: it ends before the log did`);
    const events = manifest.segments.reduce((sum, segment) => sum + segment.events, 0);
    if (events !== manifest.events)
      found(`${manifestFile} counts ${manifest.events} events, its segments ${events}`);
    return manifest;
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    found(error.message);
    return undefined;
  }
};

interface SegmentScan extends ScanOptions {
  readonly scan: LogScan;
  readonly found: Found;
}

const scanSegment = (segment: Segment, { directory, scan, found, onEvents }: SegmentScan): void => {
  const path = join(directory, segment.file);
  const at = BigInt(segment.firstPosition);
  const before = { events: scan.events, position: scan.position };
  if (at <= before.position) found(`${segment.file} begins before the one before it ends`, at);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    found(`${segment.file} is missing`, at);
    return;
  }
  const hash = createHash('sha256');
  const source = (): string => `${segment.file}:${scan.events - before.events}`;
  const splitter = new LineSplitter((line) => {
    scan.see(line, source);
  });
  try {
    for (const chunk of fileChunks(path)) {
      // Before the lines are looked at, which writes over them.
      hash.update(chunk);
      const seen = scan.events;
      splitter.push(chunk);
      onEvents?.(scan.events - seen);
    }
    splitter.end();
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    found(`${segment.file}: ${error.message}`, at);
  }
  const events = scan.events - before.events;
  if (events !== segment.events)
    found(`${segment.file} has ${events} events, not the ${segment.events} of the manifest`, at);
  if (hash.digest('hex') !== segment.sha256)
    found(`${segment.file} is not the file that the manifest was written for`, at);
  if (scan.position !== BigInt(segment.lastPosition)) {
    found(`${segment.file} ends at position ${scan.position}, not at ${segment.lastPosition}`, at);
  }
};

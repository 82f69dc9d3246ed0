import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#ledger';
import { errorText } from '../verification/verification.js';

/** One file of an export, with consecutive events of the log, one in each line. */
export interface Segment {
  readonly file: string;
  readonly events: number;
  readonly bytes: number;
  /** Positions of the first and the last event of the file. */
  readonly firstPosition: string;
  readonly lastPosition: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'capture-ledger-export';
  readonly version: 1;
  /**
   * False if the export was interrupted before it reached the position where the log ended when the
   * export began. An interrupted export can be continued.
   */
  readonly complete: boolean;
  readonly events: number;
  readonly segments: readonly Segment[];
  /** Hex SHA-256 over the canonical JSON (RFC 8785) of the manifest without this member. */
  readonly sha256: string;
}

export const manifestFile = 'manifest.json';
export const emptyManifest: Omit<Manifest, 'sha256'> = {
  format: 'capture-ledger-export',
  version: 1,
  complete: false,
  events: 0,
  segments: [],
};

/** The name of an export's file. Sorted by name, the files are in the order of the log. */
export const segmentFile = (index: number): string =>
  `${String(index + 1).padStart(8, '0')}.ndjson`;
export const isSegmentFile = (name: string): boolean => /^\d{8}\.ndjson$/.test(name);

/** True for a temporary file of an interrupted export. The next export overwrites the file. */
export const isUnfinished = (name: string): boolean =>
  name === `${manifestFile}.part` || /^\d{8}\.ndjson\.part$/.test(name);

export const withHash = (manifest: Omit<Manifest, 'sha256'>): Manifest => ({
  ...manifest,
  sha256: manifestHashOf(manifest),
});

export const manifestHashOf = (manifest: Partial<Manifest>): string =>
  // The hash cannot cover itself, so `sha256` is left out: `canonicalJson` skips undefined members.
  hash('sha256', canonicalJson({ ...manifest, sha256: undefined }));

/** The file is not an export manifest, or it has a format version that this program cannot read. */
export class UnreadableManifest extends Error {
  override readonly name = 'UnreadableManifest';
}

export const parseManifest = (text: string): Manifest => {
  const manifest = jsonOf(text) as Partial<Manifest> | undefined;
  const isOurs =
    manifest?.format === 'capture-ledger-export' &&
    typeof manifest.complete === 'boolean' &&
    Number.isSafeInteger(manifest.events) &&
    typeof manifest.sha256 === 'string' &&
    Array.isArray(manifest.segments) &&
    manifest.segments.every(isSegment);
  if (!isOurs) throw new UnreadableManifest(`${manifestFile} is not the manifest of an export`);
  if (manifest.version !== 1) {
    throw new UnreadableManifest(
      `${manifestFile} has version ${String(manifest.version)}; this release reads version 1`,
    );
  }
  return manifest as Manifest;
};

const jsonOf = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? undefined : value;
  } catch {
    return undefined;
  }
};

const isSegment = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const segment = value as Readonly<Record<keyof Segment, unknown>>;
  return (
    typeof segment.file === 'string' &&
    isSegmentFile(segment.file) &&
    [segment.events, segment.bytes].every(Number.isSafeInteger) &&
    [segment.firstPosition, segment.lastPosition].every(
      (text) => typeof text === 'string' && /^(0|[1-9]\d{0,18})$/.test(text),
    ) &&
    typeof segment.sha256 === 'string'
  );
};

/**
 * Called with each fault in the files of an export, and with the position in the log at which the
 * fault begins.
 */
export type ReportFault = (detail: string, position?: bigint) => void;

/**
 * Reads the manifest of an export and reports its contradictions, for example a wrong sum of
 * events. Returns `undefined` if the manifest cannot be read.
 */
export const readManifest = (directory: string, found: ReportFault): Manifest | undefined => {
  try {
    const text = readFileSync(join(directory, manifestFile), 'utf8');
    const manifest = parseManifest(text);
    for (const fault of faultsOf(manifest, text)) found(fault);
    return manifest;
  } catch (error) {
    found(error instanceof UnreadableManifest ? error.message : whyUnread(error));
    return undefined;
  }
};

const whyUnread = (error: unknown): string => {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing
    ? `${manifestFile} is missing: without it the export cannot be verified`
    : `${manifestFile} could not be read: ${errorText(error)}`;
};

function* faultsOf(manifest: Manifest, text: string): Generator<string, void> {
  if (manifestHashOf(manifest) !== manifest.sha256) {
    yield `${manifestFile} was changed: its content does not have the hash in its member sha256`;
  } else if (text.replace(/\s/g, '') !== JSON.stringify(manifest)) {
    // The parsed manifest, written as JSON again, is not the text of the file. For example, a
    // member may occur twice in the file, and two JSON parsers may then return different values.
    yield `${manifestFile} is ambiguous: two JSON readers may read different values, for example of a repeated member`;
  }
  if (!manifest.complete) yield 'the export was interrupted: it ends before the end of the log';
  const events = manifest.segments.reduce((sum, segment) => sum + segment.events, 0);
  if (events !== manifest.events) {
    yield `${manifestFile} counts ${manifest.events} events, but its segments have ${events}`;
  }
  for (const [index, { file }] of manifest.segments.entries()) {
    if (file === segmentFile(index)) continue;
    yield `${manifestFile} names ${file} in place of ${segmentFile(index)}`;
  }
}

/**
 * Reports files of the directory that are neither in the manifest nor left from an interrupted
 * export.
 */
export const findUnlistedFiles = (
  directory: string,
  manifest: Manifest | undefined,
  found: ReportFault,
): void => {
  const listed = new Set([manifestFile, ...(manifest?.segments ?? []).map(({ file }) => file)]);
  for (const name of readdirSync(directory).sort()) {
    if (!listed.has(name) && !isUnfinished(name)) found(`${name} is not in the manifest`);
  }
};

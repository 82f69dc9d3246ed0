import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';

/** One file of an export: events next to each other in the log, a line each. */
export interface Segment {
  readonly file: string;
  readonly events: number;
  readonly bytes: number;
  /** Of its first and last event. */
  readonly firstPosition: string;
  readonly lastPosition: string;
  /** Of the file, hex. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'capture-ledger-export';
  readonly version: 1;
  /** Whether the export reached the end that the log had when it began; otherwise it can be continued. */
  readonly complete: boolean;
  readonly events: number;
  readonly segments: readonly Segment[];
  /** Of the canonical JSON (RFC 8785) of the rest of the manifest, hex. */
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

/** Names sort as the log goes. */
export const segmentFile = (index: number): string =>
  `${String(index + 1).padStart(8, '0')}.ndjson`;
export const isSegmentFile = (name: string): boolean => /^\d{8}\.ndjson$/.test(name);

/** A file that an interrupted export left, and the next one writes over. */
export const isUnfinished = (name: string): boolean =>
  name === `${manifestFile}.part` || /^\d{8}\.ndjson\.part$/.test(name);

export const withHash = (manifest: Omit<Manifest, 'sha256'>): Manifest => ({
  ...manifest,
  sha256: manifestHashOf(manifest),
});

export const manifestHashOf = (manifest: Partial<Manifest>): string =>
  // Canonical JSON leaves out what is undefined.
  hash('sha256', canonicalJson({ ...manifest, sha256: undefined }));

/** Not a manifest of ours, or of a version that is not known here. */
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
  if (!isOurs) throw new UnreadableManifest(`${manifestFile} is no manifest of an export`);
  if (manifest.version !== 1) {
    throw new UnreadableManifest(
      `${manifestFile} has version ${String(manifest.version)}; 1 is read here`,
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

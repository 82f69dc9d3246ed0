import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  manifestHashOf,
  isUnfinished,
  manifestFile,
  parseManifest,
  segmentFile,
  UnreadableManifest,
} from './manifest.js';
import type { Manifest } from './manifest.js';
import { errorText } from '../verification/stages.js';

/** Told what does not hold of the files of an export, and from which position in the log on. */
export type ReportFault = (detail: string, position?: bigint) => void;

/** The manifest of an export, checked against itself; `undefined` if there is none that can be read. */
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
    ? `${manifestFile} is missing: without it nothing of the export can be verified`
    : `${manifestFile} could not be read: ${errorText(error)}`;
};

function* faultsOf(manifest: Manifest, text: string): Generator<string, void> {
  if (manifestHashOf(manifest) !== manifest.sha256) {
    yield `${manifestFile} was changed: it is not what its own hash says`;
  } else if (text.replace(/\s/g, '') !== JSON.stringify(manifest)) {
    // A member that stands there twice, say: other readers may take the other one.
    yield `${manifestFile} does not say the same to every reader`;
  }
  if (!manifest.complete) yield `the export was interrupted: it ends before the log did`;
  const events = manifest.segments.reduce((sum, segment) => sum + segment.events, 0);
  if (events !== manifest.events) {
    yield `${manifestFile} counts ${manifest.events} events, its segments ${events}`;
  }
  for (const [index, { file }] of manifest.segments.entries()) {
    if (file === segmentFile(index)) continue;
    yield `${manifestFile} names ${file} where ${segmentFile(index)} has to be`;
  }
}

/** Names what is in the directory and not of the export; what an interrupted export left is. */
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

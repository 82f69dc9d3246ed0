import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type BackupManifest, type CopiedFile, MANIFEST } from './backup-manifest.js';
import { copyFileDurably } from './copy-file.js';
import { refuseUsed, segmentsOf } from './log-directory.js';
import { syncDirectory } from './new-segment.js';
import { segmentName, type Segments } from './segments.js';
import { wholeWritesOf } from './whole-writes.js';

/**
 * Copies the log of a data directory, also while a node writes to it: all whole writes that are in
 * its files, which it makes durable first, so that nothing is in the copy that its origin could
 * still lose. Every record is checked; the index is not copied. Throws `LogDamaged`, and `WrongDirectory` if the target is not empty.
 */
export const backupLog = async (logDirectory: string, target: string): Promise<BackupManifest> => {
  const segments = segmentsOf(logDirectory);
  try {
    refuseUsed(target);
    mkdirSync(target, { recursive: true, mode: 0o700 });
    const { end, events } = await wholeWritesOf(segments);
    await makeDurable(segments.fileOf(segments.last));
    const files = await copySegments(segments, end, target);
    const manifest: BackupManifest = {
      format: 1,
      logId: segments.header.logId.toString('hex'),
      end,
      events,
      createdAt: new Date().toISOString(),
      files,
    };
    await writeManifest(target, manifest);
    return manifest;
  } finally {
    segments.close();
  }
};

const makeDurable = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
};

const copySegments = async (
  segments: Segments,
  end: number,
  target: string,
): Promise<readonly CopiedFile[]> => {
  const files: CopiedFile[] = [];
  for (const [index, base] of segments.bases.entries()) {
    const bytes = (segments.bases[index + 1] ?? Math.max(end, segments.recordStart(base))) - base;
    const copy = { from: segments.fileOf(base), to: join(target, segmentName(base)), bytes };
    files.push(await copyFileDurably(copy));
  }
  return files;
};

const writeManifest = async (target: string, manifest: BackupManifest): Promise<void> => {
  syncDirectory(target);
  const file = await open(join(target, MANIFEST), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  syncDirectory(target);
};

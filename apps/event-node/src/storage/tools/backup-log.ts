import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '#runtime';
import { UnknownFormat } from '../log/faults.js';
import { DirectoryLock, requireEmpty, segmentsOf, WrongDirectory } from '../log/log-directory.js';
import { completeWritesOf } from '../log/log-scan.js';
import { segmentName, segmentNamePattern, syncDirectory } from '../log/segment-file.js';
import type { Segments } from '../log/segments.js';

/**
 * Copies a log up to its last complete append, even while a node writes to the log. The original is
 * flushed to the disk first, so that the copy has no event that the original could still lose. Each
 * record is checked. The index is not copied. Throws `LogDamaged`, and `WrongDirectory` if there is
 * no log or the target is not empty.
 */
export const backupLog = async (logDirectory: string, target: string): Promise<BackupManifest> => {
  const segments = segmentsOf(logDirectory);
  try {
    requireEmpty(target);
    makeFolder(target, 0o700);
    const { end, events } = await completeWritesOf(segments);
    await makeDurable(segments.fileOf(segments.last));
    const files = await copySegments(segments, end, target);
    const manifest: BackupManifest = {
      format: manifestFormat,
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
  const file = await open(join(target, manifestName), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  syncDirectory(target);
};

/**
 * Restores the log of a backup to a place that has no log yet. Each file is compared with the
 * manifest. The log gets its name only once all of it is durable, and the next start of the node
 * makes the index. Throws `BackupDamaged`, `UnknownFormat`, and `WrongDirectory` if the place has a
 * log or the backup has no manifest.
 */
export const restoreLog = async (source: string, logDirectory: string): Promise<BackupManifest> => {
  const manifest = manifestOf(source);
  requireEmpty(logDirectory);
  makeFolder(dirname(logDirectory), 0o700);
  const lock = await DirectoryLock.take(logDirectory);
  try {
    requireEmpty(logDirectory);
    const unfinished = `${logDirectory}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    for (const file of manifest.files) await restoreFile(source, unfinished, file);
    syncDirectory(unfinished);
    rmdirSync(logDirectory);
    renameSync(unfinished, logDirectory);
    syncDirectory(dirname(logDirectory));
    return manifest;
  } finally {
    await lock.release();
  }
};

const manifestOf = (source: string): BackupManifest => {
  const path = join(source, manifestName);
  if (!existsSync(path))
    throw new WrongDirectory(`${source} is not a backup: it has no ${manifestName}.`);
  const manifest = parsed(readFileSync(path, 'utf8'));
  const { format, files } = manifest;
  if (typeof format === 'number' && format !== manifestFormat) {
    throw new UnknownFormat(
      `${path} has format ${format}, and this release knows format ${manifestFormat}.`,
    );
  }
  const areFiles = Array.isArray(files) && files.length > 0 && files.every(isCopiedFile);
  if (format !== manifestFormat || !areFiles) {
    throw new BackupDamaged(`${path} is not a manifest as a backup of the log writes it.`);
  }
  return manifest as BackupManifest;
};

/** Returns the members of a JSON object; none if the text is not a JSON object. */
const parsed = (text: string): Partial<Record<keyof BackupManifest, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const isCopiedFile = (file: unknown): boolean => {
  if (typeof file !== 'object' || file === null) return false;
  const { name, bytes, sha256 } = file as Partial<Record<keyof CopiedFile, unknown>>;
  const isSegment = typeof name === 'string' && segmentNamePattern.test(name);
  return isSegment && Number.isSafeInteger(bytes) && typeof sha256 === 'string';
};

const restoreFile = async (source: string, target: string, file: CopiedFile): Promise<void> => {
  const { name, bytes, sha256 } = file;
  const copy = { from: join(source, name), to: join(target, name), bytes };
  const copied = await copyFileDurably(copy);
  if (copied.sha256 === sha256) return;
  throw new BackupDamaged(`${join(source, name)} is not what the manifest says.`);
};

/**
 * The manifest of a backup of the log. The manifest is written after all other files, so a folder
 * without one is not a complete backup.
 */
interface BackupManifest {
  readonly format: typeof manifestFormat;
  readonly logId: string;
  /** The position where the log ends. */
  readonly end: number;
  readonly events: number;
  /** The time when the copy was complete, ISO 8601. */
  readonly createdAt: string;
  readonly files: readonly CopiedFile[];
}

interface CopiedFile {
  readonly name: string;
  readonly bytes: number;
  /** The SHA-256 of the content, in hexadecimal digits. */
  readonly sha256: string;
}

export const manifestName = 'manifest.json';
const manifestFormat = 1;

/**
 * Thrown if the manifest of a backup is damaged, or if a file of the backup differs from the
 * manifest.
 */
class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}

const chunkBytes = 1024 * 1024;

interface FileCopy {
  readonly from: string;
  readonly to: string;
  /** The number of bytes to copy from the beginning of the file. */
  readonly bytes: number;
}

/**
 * Copies the first bytes of a file durably and returns the file's entry for the manifest. The
 * target file must not exist.
 */
const copyFileDurably = async ({ from, to, bytes }: FileCopy): Promise<CopiedFile> => {
  const source = await open(from, 'r');
  const target = await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let done = 0;
    while (done < bytes) {
      const { bytesRead } = await source.read(chunk, 0, Math.min(chunkBytes, bytes - done), done);
      if (bytesRead === 0) throw new Error(`${from} has ${done} bytes, not ${bytes}.`);
      const part = chunk.subarray(0, bytesRead);
      hash.update(part);
      await target.writeFile(part);
      done += bytesRead;
    }
    await target.sync();
    return { name: basename(to), bytes, sha256: hash.digest('hex') };
  } finally {
    await source.close();
    await target.close();
  }
};

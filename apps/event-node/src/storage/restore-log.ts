import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  BackupDamaged,
  type BackupManifest,
  type CopiedFile,
  MANIFEST,
} from './backup-manifest.js';
import { copyFileDurably } from './copy-file.js';
import { DirectoryLock } from './directory-lock.js';
import { refuseUsed, WrongDirectory } from './log-directory.js';
import { syncDirectory } from './new-segment.js';

/**
 * Puts the log of a backup where no log is. Every file is held against the manifest; the log gets
 * its place when all of it is durable. The next start makes the index. Throws `BackupDamaged`, and
 * `WrongDirectory` if a log is there or the backup has no manifest.
 */
export const restoreLog = async (source: string, logDirectory: string): Promise<BackupManifest> => {
  const manifest = manifestOf(source);
  refuseUsed(logDirectory);
  mkdirSync(dirname(logDirectory), { recursive: true, mode: 0o700 });
  const lock = await DirectoryLock.take(logDirectory);
  try {
    refuseUsed(logDirectory);
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
  const path = join(source, MANIFEST);
  if (!existsSync(path)) throw new WrongDirectory(`${source} is no backup: it has no ${MANIFEST}.`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as BackupManifest;
  const areNames = manifest.files.every(({ name }) => /^\d{15}\.segment$/.test(name));
  if (areNames) return manifest;
  throw new BackupDamaged(`${path} names files that are not of a log.`);
};

const restoreFile = async (source: string, target: string, file: CopiedFile): Promise<void> => {
  const { name, bytes, sha256 } = file;
  const copy = { from: join(source, name), to: join(target, name), bytes };
  const copied = await copyFileDurably(copy);
  if (copied.sha256 === sha256) return;
  throw new BackupDamaged(`${join(source, name)} is not what the manifest says.`);
};

import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidSettings } from '../settings/load-settings.js';
import { processIdentity } from './run-file.js';

/**
 * Other accounts may enter the directory but not list it, because PostgreSQL's account has to reach
 * the folder `postgres` in it. Files with secrets have stricter modes.
 */
const passOnly = 0o711;

/** Makes DATA_DIR if it does not exist. Throws `InvalidSettings` if this user cannot use it. */
export const ensureDataDir = (dataDir: string): void => {
  try {
    if (!existsSync(dataDir)) {
      makeFolder(dataDir);
      chmodSync(dataDir, passOnly);
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidSettings([
      `DATA_DIR: found ${JSON.stringify(dataDir)}, which this user cannot write (${code ?? 'unknown'}); ` +
        'allowed is a folder of its own',
    ]);
  }
};

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * Makes a folder and the missing folders above it, all with `mode`. An existing folder is not
 * changed.
 *
 * Node's recursive `mkdir` is not used, because it never ends on a file system such as `/proc`,
 * which refuses new entries with ENOENT. Node takes this error for a missing parent folder and
 * tries again. This function throws the error.
 */
export const makeFolder = (folder: string, mode?: number): void => {
  const path = resolve(folder);
  if (isFolder(path)) return;
  makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // If the folder exists now, another process has made it meanwhile.
    if (!isFolder(path)) throw error;
  }
};

/** Thrown if another `ledger up` runs on the same DATA_DIR. */
export class InstanceRunning extends Error {
  override readonly name = 'InstanceRunning';

  constructor(dataDir: string, pid: number) {
    super(
      `An instance is running on ${dataDir} already (process ${pid}). ` +
        'Stop it first, or set another DATA_DIR and PORT for a second instance.',
    );
  }
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const pidOf = (identity: string): number => Number.parseInt(identity, 10);

const claim = (file: string, identity: string): boolean => {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, identity);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
};

/**
 * Removes the lock of a process that has ended. Another process may have taken over the lock in the
 * same moment. The lock of that process is then restored.
 */
const clearStale = (file: string): void => {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = read(aside) ?? '';
  if (processIdentity(pidOf(holder)) === holder) claim(file, holder);
  rmSync(aside, { force: true });
};

/**
 * Locks DATA_DIR for this process, until the returned function is called. Throws `InstanceRunning`
 * if a running process holds the lock. The lock of a process that has ended is taken over. The lock
 * contains the start time of its process, because a later process may have the same process id.
 */
export const lockInstance = (dataDir: string): (() => void) => {
  const file = join(dataDir, 'up.lock');
  const own = processIdentity(process.pid) ?? String(process.pid);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (claim(file, own)) {
      return () => {
        rmSync(file, { force: true });
      };
    }
    const holder = read(file);
    if (holder === undefined) continue;
    if (processIdentity(pidOf(holder)) === holder) {
      throw new InstanceRunning(dataDir, pidOf(holder));
    }
    clearStale(file);
  }
  throw new Error(`${file} could not be taken.`);
};

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

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

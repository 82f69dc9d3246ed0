import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * Makes a folder and the missing folders above it, all with `mode`. A folder that exists is left as
 * it is. The recursive `mkdir` of Node never ends where a file system refuses new entries with
 * ENOENT, as `/proc` does: Node takes the error for a missing parent folder and tries again. This
 * function throws the error.
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

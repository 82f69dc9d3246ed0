import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Puts a whole file in the place of the former, or leaves that: on the disk before it gets its name. */
export const writeAtomically = (path: string, text: string): void => {
  const next = `${path}.part`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  putInPlace(next, path);
};

/** Gives a file that is on the disk its name, durably. */
export const putInPlace = (from: string, to: string): void => {
  renameSync(from, to);
  const directory = openSync(dirname(to), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};

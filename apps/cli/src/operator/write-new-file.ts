import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WrongUsage } from '../wrong-usage.js';

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist; make the folder, or name another file',
  ENOTDIR: 'its folder is a file; name another file',
  EISDIR: 'it is a folder; name a file in it',
  EEXIST: 'there is such a file, which is kept; name another, or remove it first',
  EACCES: 'you may not write there; name another file',
  EROFS: 'nothing can be written there; name another file',
  ENOSPC: 'there is no room left; what was written of it is there, and is not whole',
};

/** Writes a file that is not there yet. Throws `WrongUsage` that names the file and what to do if it cannot be. */
export const writeNewFile = async (file: string, content: Readable): Promise<void> => {
  try {
    await pipeline(content, createWriteStream(file, { flags: 'wx' }));
  } catch (error) {
    const why = whyNot[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    throw new WrongUsage(`${file} cannot be written: ${why}.`, { cause: error });
  }
};

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CopiedFile } from './backup-manifest.js';

const CHUNK_BYTES = 1024 * 1024;

export interface FileCopy {
  readonly from: string;
  readonly to: string;
  /** Only so many bytes from its beginning. */
  readonly bytes: number;
}

/** Copies the beginning of a file durably, and answers what was copied. The target must be new. */
export const copyFileDurably = async ({ from, to, bytes }: FileCopy): Promise<CopiedFile> => {
  const source = await open(from, 'r');
  const target = await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let done = 0;
    while (done < bytes) {
      const { bytesRead } = await source.read(chunk, 0, Math.min(CHUNK_BYTES, bytes - done), done);
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

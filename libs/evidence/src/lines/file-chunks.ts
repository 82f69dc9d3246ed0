import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 256 * 1_024;

/** A file's bytes in pieces; each is good until the next one is asked for. */
export function* fileChunks(path: string): Generator<Buffer, void> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, chunkBytes, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

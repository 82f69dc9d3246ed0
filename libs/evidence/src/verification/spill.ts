import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from '../lines/line-head.js';

const heldBytes = 16 * 1_024;

/** A part of the log: the lines of some streams, in the order of the log, in files one behind the other. */
export interface SpilledPartition {
  readonly key: string;
  readonly paths: readonly string[];
  readonly bytes: number;
}

interface OpenPartition {
  readonly key: string;
  readonly path: string;
  readonly file: number;
  readonly held: Buffer;
  length: number;
  bytes: number;
}

/** Divides lines among files. Its memory does not grow with what is written. */
export class PartitionWriter {
  readonly #parts = new Map<string, OpenPartition>();

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  add(key: string, { buffer, start, end }: Line): void {
    const part = this.#parts.get(key) ?? this.#open(key);
    const length = end - start + 1;
    if (part.length + length > heldBytes) flush(part);
    part.bytes += length;
    if (length > heldBytes) {
      writeSync(part.file, Buffer.concat([buffer.subarray(start, end), lineFeed]));
      return;
    }
    buffer.copy(part.held, part.length, start, end);
    part.held[part.length + length - 1] = 10;
    part.length += length;
  }

  /** Closes the files. */
  end(): SpilledPartition[] {
    const parts = [...this.#parts.values()];
    for (const part of parts) {
      flush(part);
      closeSync(part.file);
    }
    this.#parts.clear();
    return parts.map(({ key, path, bytes }) => ({ key, paths: [path], bytes }));
  }

  /** Closes the files of a division that was given up; nothing after `end`. */
  close(): void {
    for (const { file } of this.#parts.values()) closeSync(file);
    this.#parts.clear();
  }

  #open(key: string): OpenPartition {
    const path = join(this.directory, `${key}.ndjson`);
    const held = Buffer.allocUnsafe(heldBytes);
    const part = { key, path, file: openSync(path, 'w', 0o600), held, length: 0, bytes: 0 };
    this.#parts.set(key, part);
    return part;
  }
}

const lineFeed = Buffer.from('\n');

const flush = (part: OpenPartition): void => {
  if (part.length > 0) writeSync(part.file, part.held, 0, part.length);
  part.length = 0;
};

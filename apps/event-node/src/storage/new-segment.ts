import { closeSync, constants, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSegmentHeader, type SegmentHeader } from './segment-header.js';
import { segmentName } from './segments.js';

/** A segment gets its name when its header is durable. A file left over is written over. */
const UNFINISHED = 'unfinished';

/**
 * Makes a segment that has no record yet, durably: it gets its name when its header is written. One
 * of the same base, which has no record either, is replaced: a former owner of the log that still
 * writes to it writes to nothing.
 */
export const makeSegment = (directory: string, header: SegmentHeader): void => {
  const path = join(directory, segmentName(header.base));
  const unfinished = join(directory, UNFINISHED);
  const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY;
  const file = openSync(unfinished, flags, 0o600);
  try {
    const bytes = encodeSegmentHeader(header);
    // On a full disk a part of it may be written; the next part then says that the disk is full.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncDirectory(directory);
};

/** Makes names durable. Windows has no such thing. */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

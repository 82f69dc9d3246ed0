import { closeSync, fdatasyncSync, openSync, truncateSync } from 'node:fs';
import { compareWithIndex } from './completeness.js';
import { foldWrite } from './fold-event.js';
import { LogScan } from './log-scan.js';
import { SEGMENT_HEADER_BYTES } from './segment-header.js';
import type { Segments } from './segments.js';
import type { StreamIndex } from './stream-index.js';

/**
 * With a full disk a start holds this many times as much in memory as a running node may, before it
 * gives up: what a node that ran with a full disk left is never so much.
 */
const UNINDEXED_AT_START = 8;

/**
 * Brings the index up to the end of the log, where reading then ends. What a crash left of a last
 * round that nobody was told of is cut off. Anything else that is no record throws `LogDamaged`, a log
 * that ends before the index does `LogIncomplete`, and `DiskFull` if the index has no room for a long log.
 */
export const recoverLog = async (segments: Segments, index: StreamIndex): Promise<void> => {
  const covered = Math.max(index.coverage.end, segments.start);
  compareWithIndex(segments, index);
  const scan = new LogScan(segments, covered);
  for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
    const heads = foldWrite(write, (name) => index.head(name));
    index.add(write, heads);
    await index.room(UNINDEXED_AT_START);
  }
  const damage = scan.damage();
  if (damage !== undefined) throw damage;
  cutOff(segments, scan.end);
};

/** What is kept may have been written and not synced before a crash of this process alone. */
const cutOff = (segments: Segments, end: number): void => {
  const path = segments.fileOf(segments.last);
  const kept = Math.max(end, segments.last + SEGMENT_HEADER_BYTES);
  if (kept < segments.end) truncateSync(path, kept - segments.last);
  const file = openSync(path, 'r+');
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  segments.end = kept;
};

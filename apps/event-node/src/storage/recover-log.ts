import { closeSync, existsSync, fdatasyncSync, openSync, truncateSync } from 'node:fs';
import { LogIncomplete } from './log/faults.js';
import { indexDirectoryOf } from './log/log-directory.js';
import { isEmptyLogNote, ownerFileIn, type OwnerNote } from './log/log-owner.js';
import { cutRecord } from './log/log-reader.js';
import { RecordScan } from './log/log-scan.js';
import { segmentHeaderBytes } from './log/segment-file.js';
import { segmentName } from './log/segment-file.js';
import { Segments } from './log/segments.js';
import { foldWrite } from './index/stream-head.js';
import type { StreamIndex } from './index/stream-index.js';

/**
 * While the disk is full, the index on the disk cannot be written, so its events are kept in
 * memory. A start may keep this many times more events in memory than a running node. Otherwise a
 * node on a full disk could not start again.
 */
const unindexedAtStart = 8;

/**
 * Adds the events to the index that are only in the log, up to the last complete append. An
 * incomplete append at the end, which a crash leaves, is cut off. Throws `LogDamaged` for any other
 * bytes that are not a record. Throws `LogIncomplete` if the index has events that the log does not
 * have. Throws `DiskFull` if the disk has no room for the index.
 */
export const recoverLog = async (segments: Segments, index: StreamIndex): Promise<void> => {
  const covered = Math.max(index.coverage.end, segments.start);
  compareWithIndex(segments, index);
  const scan = new RecordScan(segments, covered);
  for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
    const heads = foldWrite(write, (name) => index.head(name));
    index.add(write, heads);
    await index.room(unindexedAtStart);
  }
  const damage = scan.damage();
  if (damage !== undefined) throw damage;
  cutOff(segments, scan.end);
};

/**
 * Cuts off what follows the last complete append in the last segment file, and flushes the rest to
 * the disk. The flush is needed because after a crash of the process these bytes may be only in the
 * cache of the operating system.
 */
const cutOff = (segments: Segments, end: number): void => {
  const path = segments.fileOf(segments.last);
  const kept = Math.max(end, segments.last + segmentHeaderBytes);
  if (kept < segments.end) truncateSync(path, kept - segments.last);
  const file = openSync(path, 'r+');
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  segments.end = kept;
};

/**
 * Throws `LogIncomplete` if the first segment files of the log are missing, or all of them. A
 * directory without segment files is a new log only if it also has no index, and no owner file that
 * mentions a segment file.
 */
export const requireSegments = (directory: string): void => {
  const [first] = existsSync(directory) ? Segments.basesIn(directory) : [];
  if (first === 0) return;
  if (first !== undefined) {
    const what =
      `its first segment, ${segmentName(0)}, is missing; ` +
      `the files begin with ${segmentName(first)}.`;
    throw new LogIncomplete(directory, what);
  }
  const owner = ownerFileIn(directory);
  const isOwned = owner !== undefined && !(owner.noted && isEmptyLogNote(owner.noted));
  const left = [
    ...(existsSync(indexDirectoryOf(directory)) ? ['index'] : []),
    ...(isOwned ? ['owner file'] : []),
  ];
  if (left.length === 0) return;
  throw new LogIncomplete(directory, `its ${left.join(' and ')} are there, its segments are not.`);
};

/**
 * Throws `LogIncomplete` if the note in the owner file names a different log, or a segment file
 * that is newer than all files that were found.
 */
export const compareWithOwner = (segments: Segments, noted: OwnerNote | undefined): void => {
  if (noted === undefined || isEmptyLogNote(noted)) return;
  const { directory, header, last } = segments;
  if (!noted.logId.equals(header.logId)) {
    throw new LogIncomplete(directory, 'the segments are of another log than the owner file.');
  }
  if (noted.last <= last) return;
  const newest = `${segmentName(noted.last)} is missing; the files end with ${segmentName(last)}`;
  throw new LogIncomplete(directory, `its newest segment was at least ${newest}.`);
};

/**
 * Throws `LogIncomplete` if the last event of the index is not at its position in the log. The
 * index has durable events only, so a crash cannot leave events in the index that are not in the
 * log. If the log lacks them, its files are an older copy or have a different history.
 */
const compareWithIndex = (segments: Segments, index: StreamIndex): void => {
  const { events, end, last } = index.coverage;
  const why = events === 0 ? undefined : mismatch(segments, index);
  if (why === undefined) return;
  throw new LogIncomplete(
    segments.directory,
    `the index knows ${events} events, the last of them from position ${last} to ${end}, ` +
      `and the segments, which end at ${segments.end}, do not have it there (${why}). ` +
      'They are an older copy, or another one, or damaged.',
  );
};

/**
 * Compares the last event of the index with the event at the same position in the log. Returns the
 * difference as text; undefined if the two are the same.
 */
const mismatch = (segments: Segments, index: StreamIndex): string | undefined => {
  const { end, last } = index.coverage;
  const bytes = segments.read(last, end - last);
  if (segments.recordStart(last) !== last || bytes.length < end - last) return 'no record';
  const cut = cutRecord(segments, { position: last, bytes }, last);
  if (cut.kind === 'fault') return cut.what;
  if (cut.kind === 'needs' || cut.event.end !== end) return 'a record of another length';
  const { event } = cut;
  const id = index.lastId;
  const isKnown = index.position(event.streamNumber, event.revision) === last;
  return isKnown && (id === undefined || id.equals(event.id)) ? undefined : 'another event';
};

import { closeSync, fdatasyncSync, openSync, truncateSync } from 'node:fs';
import { recordFlags, type StoredEvent } from './event-record.js';
import { foldEvent } from './fold-event.js';
import { hasLaterRound } from './later-round.js';
import { LogDamaged } from './log-damaged.js';
import { LogScan } from './log-scan.js';
import { SEGMENT_HEADER_BYTES } from './segment-header.js';
import type { Segments } from './segments.js';
import type { StreamIndex } from './stream-index.js';

/**
 * Brings the index up to the end of the log, where reading then ends. What a crash left of a last round
 * that nobody was told of is cut off: a record that is not whole, and records of a write whose last
 * one is not there. Anything else that is no record is damage, and throws `LogDamaged`.
 */
export const recoverLog = async (segments: Segments, index: StreamIndex): Promise<void> => {
  const covered = Math.max(index.coverage.end, segments.start);
  checkCovered(segments, covered);
  const scan = new LogScan(segments, covered);
  let end = covered;
  let write: StoredEvent[] = [];
  for (let event = scan.next(); event !== undefined; event = scan.next()) {
    write.push(event);
    if (!event.has(recordFlags.endsWrite)) continue;
    for (const each of write)
      index.add(
        [each],
        foldEvent(each, (name) => index.head(name)),
      );
    await index.room;
    write = [];
    end = event.end;
  }
  checkFault(segments, scan);
  cutOff(segments, end);
};

/** The index knows durable events only: a log that ends before has lost some. */
const checkCovered = (segments: Segments, covered: number): void => {
  if (covered <= segments.end) return;
  const size = segments.end - segments.last;
  const what = `The log ends here, but the index knows events up to position ${covered}.`;
  throw new LogDamaged(segments.fileOf(segments.last), size, what);
};

const checkFault = (segments: Segments, { position, fault }: LogScan): void => {
  if (fault === undefined) return;
  if (position < segments.last) throw segments.damage(position, fault);
  if (hasLaterRound(segments, position)) {
    throw segments.damage(position, `${fault} Records that were written later follow.`);
  }
};

/** What is kept may have been written and not synced before a crash of this process alone. */
const cutOff = (segments: Segments, end: number): void => {
  const path = segments.fileOf(segments.last);
  if (end < segments.last) throw segments.damage(end, 'A write has no end.');
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

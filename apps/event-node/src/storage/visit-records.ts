import { RECORD_HEAD_BYTES, recordLength, StoredEvent } from './event-record.js';
import type { Segments } from './segments.js';

const CHUNK_BYTES = 256 * 1024;

/**
 * Visits the heads of the records from one on to the end of the log, without looking at their
 * checksums: a start does this, and must be quick. Of an event only what is in its head may be used,
 * and only within the visit.
 */
export const visitRecords = (
  segments: Segments,
  from: number,
  visit: (event: StoredEvent) => void,
): void => {
  const memory = Buffer.allocUnsafe(CHUNK_BYTES);
  let at = segments.recordStart(from);
  while (at < segments.end) {
    const chunk = segments.readInto(memory, at);
    const length = visitChunk(chunk, at, visit);
    if (length < RECORD_HEAD_BYTES) throw segments.damage(at, `A record of ${length} bytes.`);
    at = segments.recordStart(at + length);
  }
};

/** Visits the records that begin in a chunk, and answers how far they reach. */
const visitChunk = (
  chunk: Buffer,
  position: number,
  visit: (event: StoredEvent) => void,
): number => {
  let at = 0;
  while (chunk.length - at >= RECORD_HEAD_BYTES) {
    const length = recordLength(chunk, at);
    if (length < RECORD_HEAD_BYTES) return at;
    visit(new StoredEvent(position + at, chunk.subarray(at, at + RECORD_HEAD_BYTES)));
    at += length;
  }
  return at;
};

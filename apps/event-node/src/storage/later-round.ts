import { beginsRoundAt, RECORD_HEAD_BYTES } from './event-record.js';
import { cutRecord } from './record-reader.js';
import type { Segments } from './segments.js';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Looks in the last segment for a record that begins a round behind a place where no record is. Such
 * a record was written when all before it was durable: then the place was not left by a crash, but
 * damaged later.
 */
export const hasLaterRound = (segments: Segments, from: number): boolean => {
  for (let position = from; position < segments.end; position += CHUNK_BYTES) {
    const bytes = segments.read(position, CHUNK_BYTES + RECORD_HEAD_BYTES);
    const last = Math.min(CHUNK_BYTES, bytes.length - RECORD_HEAD_BYTES);
    for (let offset = 0; offset <= last; offset++) {
      if (beginsRoundAt(bytes, offset) && isRecordAt(segments, position + offset)) return true;
    }
  }
  return false;
};

const isRecordAt = (segments: Segments, position: number): boolean => {
  const head = { position, bytes: segments.read(position, RECORD_HEAD_BYTES) };
  const cut = cutRecord(segments, head, position);
  if (cut.kind !== 'needs') return cut.kind === 'event';
  const whole = { position, bytes: segments.read(position, cut.bytes) };
  return cutRecord(segments, whole, position).kind === 'event';
};

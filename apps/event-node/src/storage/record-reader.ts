import { isWellFormed, RECORD_HEAD_BYTES, recordLength, StoredEvent } from './event-record.js';
import type { Segments } from './segments.js';

/** No record is longer: a length beyond it is a fault. */
const RECORD_BYTES_MAX = 64 * 1024 * 1024;

/** The record at a place in bytes read from the log, or how many bytes it would need. */
export type Cut =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'needs'; readonly bytes: number }
  | { readonly kind: 'fault'; readonly what: string };

/** Bytes of the log from a position on. */
export interface LogBytes {
  readonly position: number;
  readonly bytes: Buffer;
}

/** Cuts the record at a position out of bytes that hold its beginning at least. */
export const cutRecord = (segments: Segments, { position, bytes }: LogBytes, at: number): Cut => {
  const offset = at - position;
  const left = bytes.length - offset;
  if (left < RECORD_HEAD_BYTES) return { kind: 'needs', bytes: RECORD_HEAD_BYTES };
  const length = recordLength(bytes, offset);
  if (length < RECORD_HEAD_BYTES || length > RECORD_BYTES_MAX) {
    return { kind: 'fault', what: `A record of ${length} bytes.` };
  }
  if (left < length) return { kind: 'needs', bytes: length };
  const record = bytes.subarray(offset, offset + length);
  const isRight = segments.checksum.isRight(record, at) && isWellFormed(record);
  if (!isRight) return { kind: 'fault', what: 'The checksum of the record is wrong.' };
  return { kind: 'event', event: new StoredEvent(at, record) };
};

import { EventRecord, isWellFormed, recordHeadBytes, recordLength } from './event-record.js';
import type { Segments } from './segments.js';

/**
 * The limits of a page of events. A page ends with the event that reaches one of the limits, so a
 * page has at least one event.
 */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/** The number of bytes that are read first for an event whose size is not known yet. */
const guessBytes = 1_024;
/**
 * Events that are read together and lie within this number of bytes of the file are read with one
 * system call.
 */
const windowBytes = 64 * 1024;
const nothing: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

/** Reads records at known positions and verifies their checksums. Throws `LogDamaged`. */
export class RecordReader {
  readonly #segments: Segments;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** Returns the event whose record begins at exactly this position. */
  event(position: number): EventRecord {
    return this.#complete({ position, bytes: this.#segments.read(position, guessBytes) }, position);
  }

  /**
   * Returns the events at these positions, which must be in ascending or descending order. The
   * result ends early once its events have `bytesMax` bytes together.
   */
  events(positions: readonly number[], bytesMax: number): EventRecord[] {
    const last = positions.at(-1) ?? 0;
    const events: EventRecord[] = [];
    let window = nothing;
    let bytes = 0;
    for (const position of positions) {
      const isInside =
        position >= window.position && position < window.position + window.bytes.length;
      if (!isInside) window = this.#window(position, last);
      const event = this.#complete(window, position);
      events.push(event);
      bytes += event.bytes.length;
      if (bytes >= bytesMax) break;
    }
    return events;
  }

  /** Returns events, beginning with the record at `from`, at most as many as `limit` allows. */
  page(from: number, limit: PageLimit): EventRecord[] {
    const chunkBytes = Math.min(limit.bytes, Math.max(guessBytes, limit.events * 512));
    const events: EventRecord[] = [];
    let bytes = 0;
    let at = from;
    while (at < this.#segments.end && events.length < limit.events && bytes < limit.bytes) {
      at = this.#segments.recordStart(at);
      if (at >= this.#segments.end) break;
      const most = { events: limit.events - events.length, bytes: limit.bytes - bytes };
      const chunk = { position: at, bytes: this.#segments.read(at, chunkBytes) };
      for (const event of this.#cutAll(chunk, most)) {
        events.push(event);
        bytes += event.bytes.length;
        at = event.end;
      }
    }
    return events;
  }

  /**
   * Returns the complete records in a chunk. If the first record is longer than the chunk, the rest
   * of that record is read.
   */
  #cutAll(chunk: LogBytes, most: PageLimit): EventRecord[] {
    const events = [this.#complete(chunk, chunk.position)];
    let at = events[0]?.end ?? chunk.position;
    while (events.length < most.events && at - chunk.position < most.bytes) {
      if (at - chunk.position >= chunk.bytes.length) break;
      const cut = cutRecord(this.#segments, chunk, at);
      if (cut.kind === 'needs') break;
      if (cut.kind === 'fault') throw this.#segments.damage(at, cut.what);
      events.push(cut.event);
      at = cut.event.end;
    }
    return events;
  }

  #window(position: number, last: number): LogBytes {
    const from = Math.min(position, last);
    const length = Math.abs(last - position) + guessBytes;
    const start = length <= windowBytes ? from : position;
    const bytes = this.#segments.read(start, length <= windowBytes ? length : guessBytes);
    const isInside = position < start + bytes.length;
    if (isInside) return { position: start, bytes };
    return { position, bytes: this.#segments.read(position, guessBytes) };
  }

  /**
   * Returns the record at a position. If `bytes` has only a part of the record, the record is read
   * from the disk.
   */
  #complete(bytes: LogBytes, at: number): EventRecord {
    let cut = cutRecord(this.#segments, bytes, at);
    while (cut.kind === 'needs') {
      const needed = cut.bytes;
      const more = { position: at, bytes: this.#segments.read(at, needed) };
      if (more.bytes.length < needed) throw this.#segments.damage(at, 'A record ends too early.');
      cut = cutRecord(this.#segments, more, at);
    }
    if (cut.kind === 'fault') throw this.#segments.damage(at, cut.what);
    return cut.event;
  }
}

/**
 * The limit of a record in bytes. Appends are far smaller, so a greater length means that the
 * record is damaged.
 */
const recordBytesMax = 64 * 1024 * 1024;

/**
 * The result of reading one record from bytes: the event, or the number of bytes that are needed to
 * read it, or the text of a fault.
 */
type RecordCut =
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'needs'; readonly bytes: number }
  | { readonly kind: 'fault'; readonly what: string };

/** Bytes of the log that begin at a position. */
export interface LogBytes {
  readonly position: number;
  readonly bytes: Buffer;
}

/** Reads and checks the record at a position. The given bytes begin at or before this position. */
export const cutRecord = (
  segments: Segments,
  { position, bytes }: LogBytes,
  at: number,
): RecordCut => {
  const offset = at - position;
  const left = bytes.length - offset;
  if (left < recordHeadBytes) return { kind: 'needs', bytes: recordHeadBytes };
  const length = recordLength(bytes, offset);
  if (length < recordHeadBytes || length > recordBytesMax) {
    return { kind: 'fault', what: `A record of ${length} bytes.` };
  }
  if (left < length) return { kind: 'needs', bytes: length };
  const record = bytes.subarray(offset, offset + length);
  const isRight = segments.checksum.isRight(record, at) && isWellFormed(record);
  if (!isRight) return { kind: 'fault', what: 'The checksum of the record is wrong.' };
  return { kind: 'event', event: new EventRecord(at, record) };
};

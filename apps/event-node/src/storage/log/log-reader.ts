import { EventRecord, isWellFormed, recordHeadBytes, recordLength } from './event-record.js';
import type { Segments } from './segments.js';

/** The limit of a page, which has at least one event of any size. */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/** Bytes that are read for an event of unknown size. */
const guessBytes = 1_024;
/** Events within this distance are read together. */
const windowBytes = 64 * 1024;
const nothing: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

/** Reads records at known positions and checks each checksum. */
export class RecordReader {
  readonly #segments: Segments;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** The event at exactly this position. */
  event(position: number): EventRecord {
    return this.#complete({ position, bytes: this.#segments.read(position, guessBytes) }, position);
  }

  /** The events at these ascending or descending positions, up to `bytesMax`. */
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

  /** The events from the record at `from` on, before the end of the log. */
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

  /** The complete records in a chunk. The first one is read on if it is incomplete. */
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

  /** The record at a position. Missing bytes are read. */
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

/** A record with a greater length is a fault. */
const recordBytesMax = 64 * 1024 * 1024;

/** The record at a position of bytes read from the log, or the number of bytes that it needs. */
type RecordCut =
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'needs'; readonly bytes: number }
  | { readonly kind: 'fault'; readonly what: string };

/** Bytes of the log from a position on. */
export interface LogBytes {
  readonly position: number;
  readonly bytes: Buffer;
}

/** Cuts the record at a position out of bytes that hold at least its beginning. */
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

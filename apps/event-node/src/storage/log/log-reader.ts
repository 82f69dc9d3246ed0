import { EventRecord, isWellFormed, RECORD_HEAD_BYTES, recordLength } from './event-record.js';
import type { Segments } from './segments.js';

/** How much one page may hold: at least one event, however large. */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/** What is read for one event whose size is not known. */
const GUESS_BYTES = 1_024;
/** Events that lie within this are read together. */
const WINDOW_BYTES = 64 * 1024;
const NOTHING: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

/** Reads records whose positions are known. Every record is checked. */
export class RecordReader {
  readonly #segments: Segments;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** The event at exactly this position. */
  event(position: number): EventRecord {
    return this.#complete(
      { position, bytes: this.#segments.read(position, GUESS_BYTES) },
      position,
    );
  }

  /** The events at these positions, which go up or down, as far as the bytes reach. */
  events(positions: readonly number[], bytesMax: number): EventRecord[] {
    const last = positions.at(-1) ?? 0;
    const events: EventRecord[] = [];
    let window = NOTHING;
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
    const chunkBytes = Math.min(limit.bytes, Math.max(GUESS_BYTES, limit.events * 512));
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

  /** The records that are whole in a chunk, the first one in any case. */
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
    const length = Math.abs(last - position) + GUESS_BYTES;
    const start = length <= WINDOW_BYTES ? from : position;
    const bytes = this.#segments.read(start, length <= WINDOW_BYTES ? length : GUESS_BYTES);
    const isInside = position < start + bytes.length;
    if (isInside) return { position: start, bytes };
    return { position, bytes: this.#segments.read(position, GUESS_BYTES) };
  }

  /** The record at a position; what the bytes lack of it is read. */
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

/** No record is longer: a length beyond it is a fault. */
const RECORD_BYTES_MAX = 64 * 1024 * 1024;

/** The record at a place in bytes read from the log, or how many bytes it would need. */
export type RecordCut =
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'needs'; readonly bytes: number }
  | { readonly kind: 'fault'; readonly what: string };

/** Bytes of the log from a position on. */
export interface LogBytes {
  readonly position: number;
  readonly bytes: Buffer;
}

/** Cuts the record at a position out of bytes that hold its beginning at least. */
export const cutRecord = (
  segments: Segments,
  { position, bytes }: LogBytes,
  at: number,
): RecordCut => {
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
  return { kind: 'event', event: new EventRecord(at, record) };
};

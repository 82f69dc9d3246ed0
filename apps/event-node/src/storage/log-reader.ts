import type { StoredEvent } from './event-record.js';
import { cutRecord, type LogBytes } from './record-reader.js';
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
export class LogReader {
  readonly #segments: Segments;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** The event at exactly this position. */
  event(position: number): StoredEvent {
    return this.#complete(
      { position, bytes: this.#segments.read(position, GUESS_BYTES) },
      position,
    );
  }

  /** The events at these positions, which go up or down, as far as the bytes reach. */
  events(positions: readonly number[], bytesMax: number): StoredEvent[] {
    const last = positions.at(-1) ?? 0;
    const events: StoredEvent[] = [];
    let window = NOTHING;
    let bytes = 0;
    for (const position of positions) {
      const isInside =
        position >= window.position && position < window.position + window.bytes.length;
      if (!isInside) window = this.#window(position, last);
      const event = this.#complete(window, position);
      events.push(event);
      bytes += event.record.length;
      if (bytes >= bytesMax) break;
    }
    return events;
  }

  /** The events from the record at `from` on, before the end of the log. */
  page(from: number, limit: PageLimit): StoredEvent[] {
    const chunkBytes = Math.min(limit.bytes, Math.max(GUESS_BYTES, limit.events * 512));
    const events: StoredEvent[] = [];
    let bytes = 0;
    let at = from;
    while (at < this.#segments.end && events.length < limit.events && bytes < limit.bytes) {
      at = this.#segments.recordStart(at);
      if (at >= this.#segments.end) break;
      const most = { events: limit.events - events.length, bytes: limit.bytes - bytes };
      const chunk = { position: at, bytes: this.#segments.read(at, chunkBytes) };
      for (const event of this.#cutAll(chunk, most)) {
        events.push(event);
        bytes += event.record.length;
        at = event.end;
      }
    }
    return events;
  }

  /** The records that are whole in a chunk, the first one in any case. */
  #cutAll(chunk: LogBytes, most: PageLimit): StoredEvent[] {
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
  #complete(bytes: LogBytes, at: number): StoredEvent {
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

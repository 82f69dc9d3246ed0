import type { EventRecord } from './log/event-record.js';
import type { RecordReader, PageLimit } from './log/log-reader.js';
import type { Segments } from './log/segments.js';
import type { StreamIndex } from './index/stream-index.js';

interface CursorSources {
  readonly segments: Segments;
  readonly index: StreamIndex;
  readonly reader: RecordReader;
}

/**
 * To find a record, reading starts at an earlier record that the index knows, and continues in
 * pages of this size.
 */
const seekPage = { events: 1_000, bytes: 64 * 1024 };

/**
 * Reads the log in either direction, from a position on. This position may be in the middle of an
 * event.
 */
export class LogCursor {
  readonly #sources: CursorSources;
  #point: number;
  /**
   * True once `#point` is known to be the start of a record or the end of the log. A cursor may
   * begin in the middle of a record.
   */
  #isExact = false;

  constructor(sources: CursorSources, point: number) {
    this.#sources = sources;
    this.#point = point;
  }

  /**
   * Returns the next events, at most as many as `limit` allows, beginning with the first event at
   * or after the position of the cursor.
   */
  forwards(limit: PageLimit): EventRecord[] {
    if (!this.#isExact) this.#seek();
    const events = this.#sources.reader.page(this.#point, limit);
    this.#point = events.at(-1)?.end ?? this.#point;
    return events;
  }

  /**
   * Returns the events before the position of the cursor, the newest first, at most as many as
   * `limit` allows.
   */
  backwards(limit: PageLimit): EventRecord[] {
    const { index, segments } = this.#sources;
    if (this.#point <= 0) return [];
    const mark = index.markUpTo(Math.min(this.#point, segments.end) - 1);
    if (mark === undefined) return [];
    const all = this.#between(mark.position, this.#point);
    const events: EventRecord[] = [];
    let bytes = 0;
    for (let event = all.pop(); event !== undefined; event = all.pop()) {
      events.push(event);
      bytes += event.bytes.length;
      if (events.length >= limit.events || bytes >= limit.bytes) break;
    }
    this.#point = events.at(-1)?.position ?? this.#point;
    return events;
  }

  #seek(): void {
    const { index, segments } = this.#sources;
    const mark = index.markUpTo(this.#point);
    const before = mark === undefined ? [] : this.#between(mark.position, this.#point);
    this.#point = before.at(-1)?.end ?? mark?.position ?? segments.start;
    this.#isExact = true;
  }

  /**
   * Returns the events from the record at `from` up to a point. The index knows a record in every
   * 64 KiB of the log, and callers pass the last one before the point as `from`. Only a few events
   * are therefore read.
   */
  #between(from: number, point: number): EventRecord[] {
    const events: EventRecord[] = [];
    for (let at = from; at < point;) {
      const page = this.#sources.reader.page(at, seekPage);
      for (const event of page) if (event.position < point) events.push(event);
      const last = page.at(-1);
      if (last === undefined) break;
      at = last.end;
    }
    return events;
  }
}

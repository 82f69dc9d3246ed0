import type { StoredEvent } from './event-record.js';
import { cutRecord, type LogBytes } from './record-reader.js';
import type { Segments } from './segments.js';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads record after record to the first that is none, where `position` stays. `fault` says why, if
 * it is not the end of the log.
 */
export class LogScan {
  position: number;
  fault: string | undefined;
  readonly #segments: Segments;
  #chunk: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

  constructor(segments: Segments, from: number) {
    this.#segments = segments;
    this.position = from;
  }

  next(): StoredEvent | undefined {
    const segments = this.#segments;
    this.position = segments.recordStart(this.position);
    const end = segments.endOf(this.position);
    if (this.position >= end) return undefined;
    let cut = cutRecord(segments, this.#chunkAt(0), this.position);
    if (cut.kind === 'needs') cut = cutRecord(segments, this.#chunkAt(cut.bytes), this.position);
    if (cut.kind === 'event') {
      this.position = cut.event.end;
      return cut.event;
    }
    this.fault = cut.kind === 'fault' ? cut.what : 'The file ends within a record.';
    return undefined;
  }

  /** Bytes from the position on; `bytes` of them if the segment has as many. */
  #chunkAt(bytes: number): LogBytes {
    const { position, bytes: held } = this.#chunk;
    const isInside = this.position >= position && this.position < position + held.length;
    if (!isInside || (bytes > 0 && position + held.length - this.position < bytes)) {
      const read = this.#segments.read(this.position, Math.max(bytes, CHUNK_BYTES));
      this.#chunk = { position: this.position, bytes: read };
    }
    return this.#chunk;
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogDamaged } from '../../model/faults.js';
import { beginsRoundAt, type EventRecord, RECORD_HEAD_BYTES, recordFlags } from './event-record.js';
import { cutRecord, type LogBytes } from './log-reader.js';
import type { Segments } from './segments.js';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads record after record to the first that is none, where `position` stays. `fault` says why, if
 * it is not the end of the log.
 */
export class RecordScan {
  position: number;
  fault: string | undefined;
  /** Where the last whole write ends. */
  end: number;
  readonly #segments: Segments;
  #chunk: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

  constructor(segments: Segments, from: number) {
    this.#segments = segments;
    this.position = from;
    this.end = from;
  }

  /** The records of the next write, undefined if no whole one follows. */
  nextWrite(): readonly EventRecord[] | undefined {
    const write: EventRecord[] = [];
    for (let event = this.#next(); event !== undefined; event = this.#next()) {
      write.push(event);
      if (!event.has(recordFlags.endsWrite)) continue;
      this.end = event.end;
      return write;
    }
    return undefined;
  }

  /**
   * What is wrong where the scan ended. Not a last round that a crash left unfinished, of which
   * nobody was told: a record that is not whole, or a write whose last record is not there.
   */
  damage(): LogDamaged | undefined {
    const { fault = 'A write has no end.', position, end } = this;
    const segments = this.#segments;
    if (position < segments.last) return segments.damage(position, fault);
    if (end < segments.last) return segments.damage(end, fault);
    if (this.fault === undefined || !hasLaterRound(segments, position)) return undefined;
    return segments.damage(position, `${fault} Records that were written later follow.`);
  }

  #next(): EventRecord | undefined {
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

/** How many records are looked at before others have their turn. */
const TURN_EVENTS = 1_000;

/** Where the whole writes of a log end, and how many events they are; every record is checked. Throws `LogDamaged`. */
export const completeWritesOf = async (
  segments: Segments,
): Promise<{ end: number; events: number }> => {
  const scan = new RecordScan(segments, segments.start);
  let events = 0;
  for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
    events += write.length;
    if (events % TURN_EVENTS < write.length) await nextTurn();
  }
  const damage = scan.damage();
  if (damage !== undefined) throw damage;
  return { end: scan.end, events };
};

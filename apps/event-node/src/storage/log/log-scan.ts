import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogDamaged } from '../../model/faults.js';
import { beginsRoundAt, type EventRecord, recordHeadBytes, recordFlags } from './event-record.js';
import { cutRecord, type LogBytes } from './log-reader.js';
import type { Segments } from './segments.js';

const chunkBytes = 1024 * 1024;

/**
 * Reads record after record up to the first bytes that are not a record, where `position` stays.
 * `fault` gives the reason, unless it is the end of the log.
 */
export class RecordScan {
  position: number;
  fault: string | undefined;
  /** The end of the last complete write. */
  end: number;
  readonly #segments: Segments;
  #chunk: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

  constructor(segments: Segments, from: number) {
    this.#segments = segments;
    this.position = from;
    this.end = from;
  }

  /** The records of the next write; undefined if no complete one follows. */
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
   * The damage where the scan ended. A last round that a crash left incomplete is not damage: it
   * was never acknowledged.
   */
  damage(): LogDamaged | undefined {
    const { fault = 'A write has no end.', position, end } = this;
    const segments = this.#segments;
    if (position < segments.last) return segments.damage(position, fault);
    if (end < segments.last) return segments.damage(end, fault);
    if (this.fault === undefined || !hasLaterRound(segments, position)) return undefined;
    // A running node may have written the record since its bytes were read, and then a later round.
    if (isRecordAt(segments, position)) return undefined;
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

  /** Bytes from the position on, at least `bytes` if the segment has them. */
  #chunkAt(bytes: number): LogBytes {
    const { position, bytes: held } = this.#chunk;
    const isInside = this.position >= position && this.position < position + held.length;
    if (!isInside || (bytes > 0 && position + held.length - this.position < bytes)) {
      const read = this.#segments.read(this.position, Math.max(bytes, chunkBytes));
      this.#chunk = { position: this.position, bytes: read };
    }
    return this.#chunk;
  }
}

/**
 * Looks in the last segment for a round that begins after bytes that are not a record. All bytes
 * before a round were durable when it was written, so these bytes were not left by a crash but
 * damaged later.
 */
const hasLaterRound = (segments: Segments, from: number): boolean => {
  for (let position = from; position < segments.end; position += chunkBytes) {
    const bytes = segments.read(position, chunkBytes + recordHeadBytes);
    const last = Math.min(chunkBytes, bytes.length - recordHeadBytes);
    for (let offset = 0; offset <= last; offset++) {
      if (beginsRoundAt(bytes, offset) && isRecordAt(segments, position + offset)) return true;
    }
  }
  return false;
};

const isRecordAt = (segments: Segments, position: number): boolean => {
  const head = { position, bytes: segments.read(position, recordHeadBytes) };
  const cut = cutRecord(segments, head, position);
  if (cut.kind !== 'needs') return cut.kind === 'event';
  const whole = { position, bytes: segments.read(position, cut.bytes) };
  return cutRecord(segments, whole, position).kind === 'event';
};

/** Number of records between two yields to the event loop. */
const turnEvents = 1_000;

/**
 * The end of the complete writes of a log and the number of their events. Each record is checked.
 * Throws `LogDamaged`.
 */
export const completeWritesOf = async (
  segments: Segments,
): Promise<{ end: number; events: number }> => {
  const scan = new RecordScan(segments, segments.start);
  let events = 0;
  for (let write = scan.nextWrite(); write !== undefined; write = scan.nextWrite()) {
    events += write.length;
    if (events % turnEvents < write.length) await nextTurn();
  }
  const damage = scan.damage();
  if (damage !== undefined) throw damage;
  return { end: scan.end, events };
};

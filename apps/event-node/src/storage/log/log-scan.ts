import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogDamaged } from '../../model/faults.js';
import { beginsRoundAt, type EventRecord, recordHeadBytes, recordFlags } from './event-record.js';
import { cutRecord, type LogBytes } from './log-reader.js';
import type { Segments } from './segments.js';

const chunkBytes = 1024 * 1024;

/**
 * Reads record after record, and ends at the first bytes that are not a record. `position` then
 * points to these bytes, and `fault` says what is wrong with them. `fault` is undefined if the log
 * just ends there.
 */
export class RecordScan {
  position: number;
  fault: string | undefined;
  /** The position after the last complete append. */
  end: number;
  readonly #segments: Segments;
  #chunk: LogBytes = { position: 0, bytes: Buffer.alloc(0) };

  constructor(segments: Segments, from: number) {
    this.#segments = segments;
    this.position = from;
    this.end = from;
  }

  /** Returns the records of the next append or removal; undefined if no complete one follows. */
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
   * Returns the damage at the place where the scan ended; undefined if the log ends there without
   * damage. An incomplete write at the end of the log is not damage: a crash leaves it, before any
   * append in it is acknowledged.
   */
  damage(): LogDamaged | undefined {
    const { fault = 'A write has no end.', position, end } = this;
    const segments = this.#segments;
    if (position < segments.last) return segments.damage(position, fault);
    if (end < segments.last) return segments.damage(end, fault);
    if (this.fault === undefined || !hasLaterRound(segments, position)) return undefined;
    // If the record is complete now, nothing is damaged: a running node may have written this
    // record and later ones after the scan read these bytes.
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

  /**
   * Returns bytes of the file that include the current position. At least `bytes` bytes follow the
   * position, unless the segment file ends earlier.
   */
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
 * True if a later write to the disk is found after `from`, where the bytes are not a record. The
 * log is written in order, and a write begins only when everything before it is durable. If a later
 * write exists, the wrong bytes are therefore damage and not the remains of a crash.
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

/**
 * The number of records after which the scan pauses for a turn of the event loop, so that other
 * work can run.
 */
const turnEvents = 1_000;

/**
 * Checks each record of a log. Returns the position after the last complete append and the number
 * of events. Throws `LogDamaged`.
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

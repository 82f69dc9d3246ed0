import type { StoredEvent } from './event-record.js';

/** Event id (16), stream number (6), revision (6): as they lie in the record of an event. */
const ENTRY_BYTES = 28;
const STREAM_NUMBER = 16;
const REVISION = 22;

/** What is told of an event by its id. */
export type VisitId = (streamNumber: number, id: Buffer, revision: number) => void;

/** The ids of events in their order, in one piece of memory that grows. */
export class PackedIds {
  #memory = Buffer.alloc(0);
  #length = 0;

  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  add(event: StoredEvent): void {
    if (this.#length === this.#memory.length) this.#grow();
    event.copyIdentity(this.#memory, this.#length);
    this.#length += ENTRY_BYTES;
  }

  #grow(): void {
    const memory = Buffer.allocUnsafeSlow(Math.max(64 * ENTRY_BYTES, 2 * this.#length));
    this.bytes.copy(memory);
    this.#memory = memory;
  }
}

/** How many ids are packed in so many bytes. */
export const idCount = ({ length }: Buffer): number => length / ENTRY_BYTES;

/** The last of packed ids; there must be one. */
export const lastIdOf = (packed: Buffer): Buffer =>
  packed.subarray(packed.length - ENTRY_BYTES, packed.length - ENTRY_BYTES + STREAM_NUMBER);

export const visitIds = (packed: Buffer, visit: VisitId): void => {
  for (let at = 0; at < packed.length; at += ENTRY_BYTES) {
    const id = packed.subarray(at, at + STREAM_NUMBER);
    visit(packed.readUIntBE(at + STREAM_NUMBER, 6), id, packed.readUIntBE(at + REVISION, 6));
  }
};

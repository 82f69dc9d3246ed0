const SLAB_BYTES = 256 * 1024;

/** Memory that the records of rounds are made in, one after the other. */
export class RecordSlab {
  readonly bytes = Buffer.allocUnsafeSlow(SLAB_BYTES);
  used = 0;
}

/** The records of one round: as few pieces of memory as it takes. */
export class RoundBytes {
  #slab: RecordSlab;
  #start: number;
  readonly #full: Buffer[] = [];

  constructor(slab: RecordSlab) {
    this.#slab = slab;
    this.#start = slab.used;
  }

  /** The slab that the next round goes on in. */
  get slab(): RecordSlab {
    return this.#slab;
  }

  /** Memory for the next record. */
  claim(size: number): Buffer {
    if (this.#slab.used + size > SLAB_BYTES) this.#leaveSlab();
    if (size > SLAB_BYTES) {
      const record = Buffer.allocUnsafeSlow(size);
      this.#full.push(record);
      return record;
    }
    const at = this.#slab.used;
    this.#slab.used += size;
    return this.#slab.bytes.subarray(at, at + size);
  }

  /** All records, in order. */
  chunks(): readonly Buffer[] {
    const { bytes, used } = this.#slab;
    return used === this.#start ? this.#full : [...this.#full, bytes.subarray(this.#start, used)];
  }

  #leaveSlab(): void {
    const { bytes, used } = this.#slab;
    if (used > this.#start) this.#full.push(bytes.subarray(this.#start, used));
    this.#slab = new RecordSlab();
    this.#start = 0;
  }
}

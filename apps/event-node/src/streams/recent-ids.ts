const NONE = -1;
const WORDS = 4;

/**
 * The ids of the last events of the log, for the idempotency of appends that expect `any`. The
 * contract (event-node.md, section 3) bounds how far back they reach. A ring of the last `limit` ids
 * with chains of those whose hash is the same, in arrays of numbers: no object for each id.
 */
export class RecentIds {
  readonly #limit: number;
  readonly #mask: number;
  readonly #ids: Uint32Array;
  readonly #streams: Float64Array;
  readonly #revisions: Float64Array;
  /** The newest entry of each hash, and from each entry the one before it. */
  readonly #newest: Int32Array;
  readonly #older: Int32Array;
  #next = 0;
  #count = 0;

  constructor(limit: number) {
    const buckets = 2 ** Math.ceil(Math.log2(limit + 1));
    this.#limit = limit;
    this.#mask = buckets - 1;
    this.#ids = new Uint32Array(limit * WORDS);
    this.#streams = new Float64Array(limit);
    this.#revisions = new Float64Array(limit);
    this.#newest = new Int32Array(buckets).fill(NONE);
    this.#older = new Int32Array(limit);
  }

  add(streamNumber: number, id: Buffer, revision: number): void {
    const entry = this.#next;
    if (this.#count === this.#limit) this.#forget(entry);
    else this.#count += 1;
    for (let word = 0; word < WORDS; word++) {
      this.#ids[entry * WORDS + word] = id.readUInt32LE(word * 4);
    }
    this.#streams[entry] = streamNumber;
    this.#revisions[entry] = revision;
    const bucket = this.#bucketOf(entry);
    this.#older[entry] = this.#newest[bucket] ?? NONE;
    this.#newest[bucket] = entry;
    this.#next = (entry + 1) % this.#limit;
  }

  /** Takes back the last ones added. As many of the oldest are lost to it. */
  removeLast(count: number): void {
    for (let left = Math.min(count, this.#count); left > 0; left--) {
      const entry = (this.#next + this.#limit - 1) % this.#limit;
      this.#newest[this.#bucketOf(entry)] = this.#older[entry] ?? NONE; // The newest of its chain.
      this.#next = entry;
      this.#count -= 1;
    }
  }

  /** The revision that the id was last written at in this stream. */
  revision(streamNumber: number, id: Buffer): number | undefined {
    const bucket = (id.readUInt32LE(0) ^ id.readUInt32LE(12)) & this.#mask;
    let entry = this.#newest[bucket] ?? NONE;
    while (entry !== NONE) {
      if (this.#streams[entry] === streamNumber && this.#isAt(entry, id)) {
        return this.#revisions[entry];
      }
      entry = this.#older[entry] ?? NONE;
    }
    return undefined;
  }

  #isAt(entry: number, id: Buffer): boolean {
    for (let word = 0; word < WORDS; word++) {
      if (this.#ids[entry * WORDS + word] !== id.readUInt32LE(word * 4)) return false;
    }
    return true;
  }

  #bucketOf(entry: number): number {
    const first = this.#ids[entry * WORDS] ?? 0;
    const last = this.#ids[entry * WORDS + WORDS - 1] ?? 0;
    return (first ^ last) & this.#mask;
  }

  /** Takes the oldest entry out: it is the last of its chain. */
  #forget(entry: number): void {
    const bucket = this.#bucketOf(entry);
    if (this.#newest[bucket] === entry) {
      this.#newest[bucket] = NONE;
      return;
    }
    let newer = this.#newest[bucket] ?? NONE;
    while (newer !== NONE && this.#older[newer] !== entry) newer = this.#older[newer] ?? NONE;
    if (newer !== NONE) this.#older[newer] = NONE;
  }
}
